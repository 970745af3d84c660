// The function that one would write with sharp: get the original, resize it, keep the variant, answer. It asks the Lambda
// Runtime API itself, which is less than Lambda's own loop for Node does. With `sdk` it asks S3 by AWS's SDK, as most do;
// without, by the fewest lines that can.

import { join } from "node:path";

const { AWS_LAMBDA_RUNTIME_API: api, AWS_ENDPOINT_URL_S3: s3, AWS_ACCESS_KEY_ID: who } = process.env;
const runtime = `http://${api}/2018-06-01/runtime/invocation`;
const BUCKET = "pictures";

const store = process.argv[2] === "sdk" ? await sdk() : plain();
const { default: sharp } = await import("sharp");

async function sdk() {
  const { S3Client, GetObjectCommand, PutObjectCommand } = await import("@aws-sdk/client-s3");
  const client = new S3Client({ forcePathStyle: true });
  return {
    async get(Key) {
      const { Body } = await client.send(new GetObjectCommand({ Bucket: BUCKET, Key }));
      return Body.transformToByteArray();
    },
    put: (Key, Body) =>
      client.send(
        new PutObjectCommand({ Bucket: BUCKET, Key, Body, ContentType: "image/jpeg", Tagging: "sizewise=variant" }),
      ),
  };
}

function plain() {
  const credential = `AWS4-HMAC-SHA256 Credential=${who}/20260101/eu-west-1/s3/aws4_request, SignedHeaders=host, Signature=0`;
  const ask = (key, more) =>
    fetch(join(s3, BUCKET, key).replace(":/", "://"), { ...more, headers: { authorization: credential } });
  return {
    get: async (key) => Buffer.from(await (await ask(key)).arrayBuffer()),
    put: (key, body) => ask(key, { method: "PUT", body }),
  };
}

for (;;) {
  const next = await fetch(`${runtime}/next`);
  const id = next.headers.get("lambda-runtime-aws-request-id");
  const { rawPath } = await next.json();
  const [, width, key] = /^\/(\d+)w\/default\/(.*)$/.exec(rawPath);
  const original = await store.get(key);
  const body = await sharp(original).rotate().resize({ width: Number(width) }).jpeg({ quality: 80 }).toBuffer();
  await store.put(rawPath.slice(1), body);
  const headers = { "content-type": "image/jpeg", "cache-control": "public, max-age=86400" };
  await fetch(`${runtime}/${id}/response`, {
    method: "POST",
    body: JSON.stringify({ statusCode: 200, headers, body: body.toString("base64"), isBase64Encoded: true }),
  });
}
