// A script as one would write it: node once.mjs INPUT OUTPUT WIDTH

import sharp from "sharp";

const [input, output, width] = process.argv.slice(2);
sharp.concurrency(1);
await sharp(input).rotate().resize({ width: Number(width) }).jpeg({ quality: 80 }).toFile(output);
