// sharp at the other end of the race's lines: a request of JSON comes in on each line, an answer goes out.
// It decodes for the judge as well, so that the pictures of both sides are seen through the same eyes.

import { readFile, writeFile } from "node:fs/promises";
import { createInterface } from "node:readline";
import sharp from "sharp";

// One thread, as our side has, and nothing remembered between one picture and the next.
sharp.concurrency(1);
sharp.cache(false);

/** What sharp is told of a format. `equal` is the effort that our side makes: libwebp's method 2. */
const ENCODINGS = {
  default: { jpeg: { quality: 80 }, webp: { quality: 80 }, avif: {}, png: {}, gif: {} },
  equal: { webp: { quality: 80, effort: 2 } },
};

const files = new Map();

function pipeline({ file, width, format, style, settings, frames }) {
  // sharp turns no animation; none of those that race needs it.
  const isFilm = frames === "all";
  const upright = isFilm ? sharp(files.get(file), { animated: true }) : sharp(files.get(file)).rotate();
  const coloured = style === "bw" ? upright.greyscale() : upright;
  return coloured.resize({ width }).toFormat(format, ENCODINGS[settings][format]);
}

async function make(request) {
  const [cpu, wall] = [process.cpuUsage(), process.hrtime.bigint()];
  let made;
  for (let lap = 0; lap < request.count; lap += 1) {
    made = await pipeline(request).toBuffer();
  }
  const [spent, end] = [process.cpuUsage(cpu), process.hrtime.bigint()];
  if (request.keep) await writeFile(request.keep, made);
  return {
    made: {
      cpu_ms: (spent.user + spent.system) / 1e3 / request.count,
      wall_ms: Number(end - wall) / 1e6 / request.count,
      bytes: made.length,
    },
  };
}

/** Upright pixels of a frame as sRGB; what shines through stays so, unless it is to be laid on white. */
async function decode({ from, style, background, frame, to }) {
  let picture = sharp(from, { page: frame }).rotate();
  if (background === "white") picture = picture.flatten({ background: "#fff" }).removeAlpha();
  if (style === "bw") picture = picture.greyscale();
  const { data, info } = await picture
    .toColourspace("srgb")
    .raw({ depth: "uchar" })
    .toBuffer({ resolveWithObject: true });
  await writeFile(to, data);
  return { pixels: { width: info.width, height: info.height, channels: info.channels } };
}

const verbs = {
  async load({ name, path }) {
    files.set(name, await readFile(path));
    return "loaded";
  },
  make,
  decode,
  async versions() {
    const { sharp: own, vips, mozjpeg, webp, aom } = sharp.versions;
    const parts = `libvips ${vips}, mozjpeg ${mozjpeg}, libwebp ${webp}, libaom ${aom}`;
    return { versions: `sharp ${own} (${parts}), node ${process.versions.node}` };
  },
};

for await (const line of createInterface({ input: process.stdin })) {
  let answer;
  try {
    const [[verb, request]] = Object.entries(JSON.parse(line));
    answer = await verbs[verb](request);
  } catch (error) {
    answer = { failed: String(error.message) };
  }
  process.stdout.write(`${JSON.stringify(answer)}\n`);
}
