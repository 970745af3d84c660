import { App } from 'aws-cdk-lib';
import { Mistake } from '../lib/mistake.ts';
import { stacks } from '../lib/stacks.ts';

try {
  // It would synthesize once more by itself at the end, and find fault with what a mistake has left half done.
  const app = new App({ autoSynth: false });
  stacks(app);
  app.synth();
} catch (error) {
  if (!(error instanceof Mistake)) {
    throw error;
  }
  console.error(error.message);
  process.exitCode = 1;
}
