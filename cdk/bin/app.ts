import { App } from 'aws-cdk-lib';
import { Mistake } from '../lib/mistake.ts';
import { stacks } from '../lib/stacks.ts';

try {
  // By itself it would also make what is there of an app that was refused.
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
