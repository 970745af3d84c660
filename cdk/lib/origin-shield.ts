import { Mistake } from './mistake.ts';

/** The Regions that have an Origin Shield. */
const SHIELDS = [
  'us-east-1', 'us-east-2', 'us-west-2', 'sa-east-1',
  'eu-central-1', 'eu-west-1', 'eu-west-2',
  'ap-south-1', 'ap-northeast-1', 'ap-northeast-2', 'ap-southeast-1', 'ap-southeast-2',
];

/** What AWS names for some of the Regions that have none. */
const NEAREST: Readonly<Record<string, string>> = {
  'us-west-1': 'us-west-2',
  'ca-central-1': 'us-east-1',
  'af-south-1': 'eu-west-1',
  'ap-east-1': 'ap-southeast-1',
  'eu-north-1': 'eu-west-2',
  'eu-south-1': 'eu-central-1',
  'eu-west-3': 'eu-west-2',
  'me-south-1': 'ap-south-1',
};

/** The Origin Shield beside a bucket: there, requests that come at the same time become one. */
export function shieldBeside(region: string | undefined): string {
  const shield = region !== undefined && (SHIELDS.includes(region) ? region : NEAREST[region]);
  if (shield === undefined || shield === false) {
    const where = region ?? 'a Region that is not known';
    throw new Mistake(`expected an Origin Shield near ${where}, found none: name its Region as originShieldRegion, or Disabled`);
  }
  return shield;
}

/** A shield that was named. */
export function namedShield(region: string): string {
  if (!SHIELDS.includes(region)) {
    throw new Mistake(`expected one of ${SHIELDS.join(', ')} for originShieldRegion, found ${region}`);
  }
  return region;
}
