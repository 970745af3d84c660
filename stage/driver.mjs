// Loads packages as Lambda@Edge does and has their handlers answer events: lines of JSON come in over a connection, and
// go back over it. So whatever a package prints is its log.
import { connect } from 'node:net';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { pathToFileURL } from 'node:url';

const [port, ...packages] = process.argv.slice(2);
const socket = connect({ port: Number(port), host: '127.0.0.1', noDelay: true });
// Nobody is there any more to whom an answer could go.
socket.on('error', () => process.exit(1));
socket.on('close', () => process.exit(0));
const say = (line) => socket.write(`${JSON.stringify(line)}\n`);

const words = (error) => (error instanceof Error ? `${error.name}: ${error.message}` : String(error));

const handlers = {};
try {
  for (const each of packages) {
    const [name, folder] = each.split(/=(.*)/s);
    const { handler } = await import(pathToFileURL(join(folder, 'index.mjs')));
    if (typeof handler !== 'function') throw new Error(`expected a handler in ${name}, found none`);
    handlers[name] = handler;
  }
  say({ id: 0 });
} catch (error) {
  say({ id: 0, error: words(error) });
}

const context = (id) => ({
  awsRequestId: `00000000-0000-4000-8000-${String(id).padStart(12, '0')}`,
  callbackWaitsForEmptyEventLoop: true,
  functionName: process.env.AWS_LAMBDA_FUNCTION_NAME,
  functionVersion: process.env.AWS_LAMBDA_FUNCTION_VERSION,
  getRemainingTimeInMillis: () => 30_000,
});

createInterface({ input: socket }).on('line', async (line) => {
  const { id, function: name, event } = JSON.parse(line);
  const since = performance.now();
  const ms = () => performance.now() - since;
  try {
    const answer = (await handlers[name](event, context(id))) ?? null;
    say({ id, answer, ms: ms() });
  } catch (error) {
    say({ id, error: words(error), ms: ms() });
  }
});
