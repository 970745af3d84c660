import { readdirSync } from 'node:fs';
import { join } from 'node:path';

/** In a process of its own, since most of its time it waits for others. */
const ALONE = 'cli.test.js';

// All others in one process: CDK is loaded once, and each variation of the app synthesized once.
for (const file of readdirSync(import.meta.dirname)) {
  if (file.endsWith('.test.js') && file !== ALONE) {
    await import(join(import.meta.dirname, file));
  }
}
