import { equal, throws } from 'node:assert/strict';
import { test } from 'node:test';
import { like, permitting, type Request } from './iam.ts';
import type { Json } from './json.ts';
import { statements } from './statements.ts';
import { Template } from './template.ts';

/** A role with one permission, and a bucket with a policy. */
function decided(bucket: readonly Json[], request: Partial<Request>): boolean {
  const template = new Template({
    Resources: {
      Bucket: { Type: 'AWS::S3::Bucket', Properties: {} },
      Role: {
        Type: 'AWS::IAM::Role',
        Properties: { Policies: [{ PolicyDocument: { Statement: [{ Effect: 'Allow', Action: 's3:PutObject', Resource: 'arn:aws:s3:::Bucket/a/*' }] } }] },
      },
      Policy: { Type: 'AWS::S3::BucketPolicy', Properties: { Bucket: { Ref: 'Bucket' }, PolicyDocument: { Statement: bucket } } },
    },
  });
  const asked = { who: { role: 'Role' }, action: 's3:PutObject', resource: 'arn:aws:s3:::Bucket/a/b/c', context: {}, ...request };
  return permitting(statements(template), asked).length > 0;
}

const DENIED: Json = {
  Effect: 'Deny',
  Principal: { AWS: { 'Fn::GetAtt': ['Role', 'Arn'] } },
  Action: 's3:PutObject',
  NotResource: 'arn:aws:s3:::Bucket/a/free/*',
  Condition: { Null: { 's3:if-match': 'true' } },
};

test('what is permitted is permitted, and nothing else', () => {
  equal(decided([], {}), true);
  equal(decided([], { action: 's3:GetObject' }), false);
  equal(decided([], { resource: 'arn:aws:s3:::Bucket/b' }), false);
  equal(decided([], { who: { role: 'Another' } }), false);
});

test('who forbids wins', () => {
  equal(decided([DENIED], {}), false);
  equal(decided([DENIED], { context: { 'S3:If-Match': 'x' } }), true);
  equal(decided([DENIED], { resource: 'arn:aws:s3:::Bucket/a/free/x' }), true);
});

test('a bucket permits as well as a role', () => {
  const statement: Json = { Effect: 'Allow', Principal: { Service: 'cloudfront.amazonaws.com' }, Action: 's3:GetObject', Resource: 'arn:aws:s3:::Bucket/*' };
  equal(decided([statement], { who: { distribution: 'D' }, action: 's3:GetObject' }), true);
  equal(decided([statement], { action: 's3:GetObject' }), false);
});

test('a condition that it does not know stops it', () => {
  throws(() => decided([{ Effect: 'Deny', Principal: '*', Action: 's3:PutObject', Resource: 'arn:aws:s3:::Bucket/*', Condition: { IpAddress: { 'aws:SourceIp': '203.0.113.1' } } }], {}), /does not know IpAddress/);
});

test('a pattern is letters, any letters, and one letter', () => {
  equal(like('a/*/c?', 'a/b/b/cd'), true);
  equal(like('a.b', 'axb'), false);
  equal(like('1*/bw/*', '100w/bw/x'), true);
  equal(like('1*/bw/*', 'photos/bw/x'), false);
});
