import { ALARMS } from './alarms.ts';
import { BEHAVIOURS } from './behaviours.ts';
import { BUCKETS } from './buckets.ts';
import type { Check } from './check.ts';
import { DISTRIBUTION } from './distribution.ts';
import { FUNCTIONS } from './functions.ts';
import { NEEDS_CHECKS } from './needs.ts';

/** Of the stack with the distribution. */
export const CHECKS: readonly Check[] = [...BEHAVIOURS, ...DISTRIBUTION, ...BUCKETS, ...FUNCTIONS, ...ALARMS, ...NEEDS_CHECKS];

/** Of the small stacks beside it. */
export const BESIDES: readonly Check[] = ALARMS;
