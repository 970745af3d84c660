import { at, isObject, type Json, type JsonObject, list } from './json.ts';

export interface Resource {
  readonly id: string;
  readonly type: string;
  readonly properties: JsonObject;
}

/** A synthesized template, to be read and not to be trusted. */
export class Template {
  readonly json: JsonObject;

  constructor(json: Json) {
    if (!isObject(json)) {
      throw new Error('expected a template');
    }
    this.json = json;
  }

  of(type: string): readonly Resource[] {
    return this.all.filter((resource) => resource.type === type);
  }

  get all(): readonly Resource[] {
    return Object.entries(this.json['Resources'] ?? {}).map(([id, resource]) => {
      const properties = at(resource, 'Properties');
      return { id, type: String(at(resource, 'Type')), properties: isObject(properties) ? properties : {} };
    });
  }

  /** The resource that something refers to, by Ref or by one of its attributes. */
  target(value: Json | undefined): Resource | undefined {
    const id = at(value, 'Ref') ?? at(value, 'Fn::GetAtt', 0);
    return this.all.find((resource) => resource.id === id);
  }

  get distribution(): JsonObject {
    const config = at(this.of('AWS::CloudFront::Distribution')[0]?.properties, 'DistributionConfig');
    if (!isObject(config)) {
      throw new Error('expected a distribution');
    }
    return config;
  }

  /** The default one first. */
  get behaviours(): readonly Json[] {
    return [...list(this.distribution['DefaultCacheBehavior']), ...list(this.distribution['CacheBehaviors'])];
  }

  get origins(): readonly Json[] {
    return list(this.distribution['Origins']);
  }

  /** As CloudFormation would write it, with names for what is known only when something is made. */
  text(value: Json | undefined): string {
    if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') {
      return String(value);
    }
    const join = list(at(value, 'Fn::Join', 1));
    if (join.length > 0) {
      return join.map((part) => this.text(part)).join(String(at(value, 'Fn::Join', 0)));
    }
    const pseudo = PSEUDO[String(at(value, 'Ref'))];
    const target = this.target(value);
    if (pseudo !== undefined || target === undefined) {
      return pseudo ?? JSON.stringify(value);
    }
    return at(value, 'Fn::GetAtt', 1) === 'Arn' ? arn(target) : target.id;
  }
}

const PSEUDO: Readonly<Record<string, string>> = {
  'AWS::Partition': 'aws',
  'AWS::AccountId': '111122223333',
  'AWS::Region': 'us-east-1',
};

function arn({ type, id }: Resource): string {
  const service = type.split('::')[1]?.toLowerCase();
  return type === 'AWS::S3::Bucket' ? `arn:aws:s3:::${id}` : `arn:aws:${service}::111122223333:${id}`;
}
