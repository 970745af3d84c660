import { Names, Stack, Token } from 'aws-cdk-lib';
import type { Construct } from 'constructs';

/** As long as a name may be that CloudFront has of a function, a store or an access control. */
const MOST = 64;

/**
 * A name for what CloudFront has once for an account: the Region of the stack is in it, so that a stack of the same name
 * in another Region has others. It is known before anything is made.
 */
export function globalName(scope: Construct, id: string): string {
  const { region } = Stack.of(scope);
  const end = Token.isUnresolved(region) ? `-${id}` : `-${id}-${region}`;
  return Names.uniqueResourceName(scope, { maxLength: MOST - end.length, separator: '-', allowedSpecialCharacters: '-' }) + end;
}
