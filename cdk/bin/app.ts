import { App } from 'aws-cdk-lib';
import { Mistake } from '../lib/mistake.ts';
import { stacks } from '../lib/stacks.ts';

try {
  const app = new App();
  stacks(app);
  app.synth();
} catch (error) {
  if (!(error instanceof Mistake)) {
    throw error;
  }
  console.error(error.message);
  process.exitCode = 1;
}
