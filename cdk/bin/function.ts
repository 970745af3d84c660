// Prints the CloudFront Function of a grammar, as it would be deployed:
//
//     node dist/bin/function.js ../target/package/grammar.json
import { readFileSync } from 'node:fs';
import { viewerRequestCode } from '../function/build.ts';

const [file, ...rest] = process.argv.slice(2);
if (file === undefined || rest.length > 0) {
  throw new Error('expected one file with a grammar, as `make package` writes it');
}
const grammar: unknown = JSON.parse(readFileSync(file, 'utf8'));
const { code, problems } = viewerRequestCode(grammar);
if (problems.length > 0) {
  console.error(problems.join('\n'));
  process.exitCode = 1;
} else {
  process.stdout.write(code);
}
