// The server that one would write with sharp in an hour: node sharp.mjs FOLDER PORT answers /name.jpg?w=512&h=512.
// Threads and caches are sharp's and node's defaults. With no folder it says who races.

import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import { createRequire } from "node:module";
import { join } from "node:path";
import { pipeline } from "node:stream/promises";
import sharp from "sharp";

const [folder, port] = process.argv.slice(2);

async function answer(request, response) {
  const { pathname, searchParams } = new URL(request.url, "http://localhost");
  const [width, height] = ["w", "h"].map((name) => Number(searchParams.get(name)));
  const picture = sharp(join(folder, decodeURIComponent(pathname)))
    .rotate()
    .resize({ width, height, fit: "cover" })
    .jpeg({ quality: 80 });
  response.setHeader("content-type", "image/jpeg");
  response.setHeader("cache-control", "public, max-age=86400");
  await pipeline(picture, response);
}

async function versions() {
  const own = `sharp ${sharp.versions.sharp} (libvips ${sharp.versions.vips})`;
  const ipx = import.meta.resolve("ipx");
  const manifest = JSON.parse(await readFile(new URL("../package.json", ipx)));
  const theirs = createRequire(ipx)("sharp").versions;
  const node = `node ${process.versions.node}`;
  return `ipx ${manifest.version} with sharp ${theirs.sharp} (libvips ${theirs.vips}); ${own}; ${node}`;
}

if (folder) {
  const server = createServer((request, response) => {
    answer(request, response).catch((error) => {
      if (!response.headersSent) response.statusCode = 500;
      response.end(String(error.message));
    });
  });
  server.listen(Number(port), "127.0.0.1");
} else {
  console.log(await versions());
}
