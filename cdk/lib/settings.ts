import { RetentionDays } from 'aws-cdk-lib/aws-logs';
import { PriceClass } from 'aws-cdk-lib/aws-cloudfront';
import { type Name, readContext } from './context.ts';
import { Mistake } from './mistake.ts';

/** A bucket that is there already. */
export interface ExistingBucket {
  readonly name: string;
  readonly region: string | undefined;
}

/** What the app was told, read once. */
export class Settings {
  private readonly said: ReadonlyMap<Name, string>;

  constructor(context: Readonly<Record<string, unknown>>) {
    this.said = readContext(context);
  }

  /** As it was written; what is empty was not. */
  text(name: Name): string | undefined {
    return this.said.get(name) || undefined;
  }

  /** What is written in a form of its own, such as an ARN. */
  formed(name: keyof typeof FORMS): string | undefined {
    const text = this.text(name);
    return text === undefined ? undefined : inForm(name, text);
  }

  /** Several of them, with commas or spaces. */
  formedList(name: keyof typeof FORMS): readonly string[] {
    return this.list(name).map((text) => inForm(name, text));
  }

  /** One of a few words. */
  word<W extends string>(name: Name, words: readonly W[]): W | undefined {
    const text = this.text(name);
    const word = words.find((word) => word.toLowerCase() === text?.toLowerCase());
    if (text !== undefined && word === undefined) {
      throw new Mistake(`-c ${name}: expected one of ${words.join(', ')}, found ${text}`);
    }
    return word;
  }

  flag(name: Name): boolean | undefined {
    const word = this.word(name, ['Yes', 'No', 'true', 'false']);
    return word === undefined ? undefined : word === 'Yes' || word === 'true';
  }

  whole(name: Name): number | undefined {
    const text = this.text(name);
    if (text !== undefined && !/^[1-9]\d{0,8}$/.test(text)) {
      throw new Mistake(`-c ${name}: expected a whole number of at least 1, found ${text}`);
    }
    return text === undefined ? undefined : Number(text);
  }

  list(name: Name): readonly string[] {
    return (this.text(name) ?? '').split(/[\s,]+/).filter((item) => item !== '');
  }

  /** `bucket` or `bucket@eu-west-1`. */
  bucket(name: Name): ExistingBucket | undefined {
    const text = this.text(name);
    return text === undefined ? undefined : existing(name, text);
  }

  /** The first of `sourceBuckets` has the originals; the others are `name=bucket`, as the policy names them. */
  get sources(): { readonly originals: ExistingBucket | undefined; readonly named: ReadonlyMap<string, ExistingBucket> } {
    const [first, ...others] = this.list('sourceBuckets');
    const named = new Map<string, ExistingBucket>();
    for (const text of others) {
      const [, name, bucket] = /^([^=]+)=(.+)$/.exec(text) ?? [];
      if (name === undefined || bucket === undefined || named.has(name)) {
        throw new Mistake(`-c sourceBuckets: expected name=bucket after the first, as stores.sources of the policy has it, each once, found ${text}`);
      }
      named.set(name, existing('sourceBuckets', bucket));
    }
    return { originals: first === undefined ? undefined : existing('sourceBuckets', first), named };
  }

  get corsOrigins(): readonly string[] {
    const [origins, isOn] = [this.list('corsOrigin'), this.flag('corsEnabled') ?? false];
    if (origins.length > 0 && this.text('corsEnabled') === undefined) {
      throw new Mistake('-c corsOrigin: expected corsEnabled=Yes beside it, found none');
    }
    // The Serverless Image Handler has an origin also where it is off.
    return isOn && origins.length === 0 ? ['*'] : origins.filter(() => isOn);
  }

  get logRetention(): RetentionDays | undefined {
    const text = this.text('logRetentionPeriod');
    if (text === undefined) {
      return undefined;
    }
    const days = text.toLowerCase() === 'infinite' ? RetentionDays.INFINITE : Number(text);
    if (RetentionDays[days] === undefined) {
      const all = Object.values(RetentionDays).filter((value) => typeof value === 'number' && value < 9999);
      throw new Mistake(`-c logRetentionPeriod: expected one of ${all.join(', ')} days or Infinite, found ${text}`);
    }
    return days;
  }

  get priceClass(): PriceClass | undefined {
    return this.word('priceClass', Object.values(PriceClass));
  }
}

const REGION = '[a-z]{2}-[a-z-]+-\\d';

/** What would otherwise be found wrong by CDK, with a stack of calls, or by AWS, in the middle of a deployment. */
const FORMS = {
  name: [/^[A-Za-z][A-Za-z0-9-]{0,99}$/, 'the name of a stack, of letters, digits and dashes'],
  account: [/^\d{12}$/, 'the twelve digits of an account'],
  region: [new RegExp(`^${REGION}$`), 'a Region such as eu-west-1'],
  logRegions: [new RegExp(`^${REGION}$`), 'Regions such as eu-west-1'],
  domainNames: [/^(\*\.)?([a-z0-9]([a-z0-9-]*[a-z0-9])?\.)+[a-z0-9-]+$/i, 'names such as img.example.com'],
  certificateArn: [/^arn:aws:acm:us-east-1:\d{12}:certificate\/[\w-]+$/, 'the ARN of a certificate in us-east-1'],
  webAclArn: [/^arn:aws:wafv2:us-east-1:\d{12}:global\/webacl\/.+$/, 'the ARN of a firewall for CloudFront, which is in us-east-1'],
  alarmTopicArn: [new RegExp(`^arn:aws:sns:${REGION}:\\d{12}:[\\w-]+$`), 'the ARN of a topic'],
} as const satisfies Partial<Record<Name, readonly [RegExp, string]>>;

function inForm(name: keyof typeof FORMS, text: string): string {
  const [form, expected] = FORMS[name];
  if (!form.test(text)) {
    throw new Mistake(`-c ${name}: expected ${expected}, found ${text}`);
  }
  return text;
}

function existing(setting: Name, text: string): ExistingBucket {
  const [, name, region] = new RegExp(`^([a-z0-9][a-z0-9.-]{1,61}[a-z0-9])(?:@(${REGION}))?$`).exec(text) ?? [];
  if (name === undefined) {
    throw new Mistake(`-c ${setting}: expected a bucket such as my-pictures or my-pictures@eu-west-1, found ${text}`);
  }
  return { name, region };
}
