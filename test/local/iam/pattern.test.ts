import { describe, expect, it } from '@jest/globals';
import { readCondition } from '../../../local/iam/condition.ts';
import { actionPattern, arnPattern, resourcePattern, textPattern } from '../../../local/iam/pattern.ts';

const TABLE = 'arn:aws:dynamodb:eu-west-1:000000000000:table/bikes';

describe('a pattern', () => {
  // IAM User Guide, "IAM JSON policy elements: Action": names are not case-sensitive; * and ? are wildcards.
  it.each([
    ['dynamodb:GetItem', 'dynamodb:GetItem', true],
    ['dynamodb:getitem', 'dynamodb:GetItem', true],
    ['dynamodb:Get*', 'dynamodb:GetItem', true],
    ['dynamodb:*', 'dynamodb:GetItem', true],
    ['*', 'kms:Decrypt', true],
    ['dynamodb:?etItem', 'dynamodb:GetItem', true],
    ['dynamodb:?etItem', 'dynamodb:tItem', false],
    ['dynamodb:Get', 'dynamodb:GetItem', false],
    ['dynamodb.GetItem', 'dynamodb:GetItem', false],
  ])('of actions, %s, takes %s: %s', (pattern, action, expected) => {
    const matches = actionPattern(pattern).matches(action);

    expect(matches).toBe(expected);
  });

  // "IAM JSON policy elements: Resource", "Using wildcards in resource ARNs": within a segment, slashes included; an
  // asterisk at a segment's end goes beyond its colon.
  it.each([
    [TABLE, TABLE, true],
    [TABLE, `${TABLE}/index/byKiosk`, false],
    [`${TABLE}/*`, `${TABLE}/index/byKiosk`, true],
    [`${TABLE}/*`, TABLE, false],
    ['arn:aws:dynamodb:*:*:table/bikes', TABLE, true],
    ['arn:aws:dynamodb:*', TABLE, true],
    ['*', TABLE, true],
    [TABLE.toUpperCase(), TABLE, false],
    ['arn:aws:dynamodb:eu-west-?:000000000000:table/bikes', TABLE, true],
    ['arn:aws:dynamodb:eu-*1:000000000000:table/bikes', TABLE, true],
    ['arn:aws:dynamodb:e*:table/bikes', TABLE, true],
    ['arn:aws:dynamodb:*s:table/bikes', TABLE, false],
    ['arn:aws:iot:r:a:topic/city/kiosks/*/rentals/*', 'arn:aws:iot:r:a:topic/city/kiosks/k-1/rentals/1', true],
    ['arn:aws:iot:r:a:topic/city/kiosks/*/photos', 'arn:aws:iot:r:a:topic/city/kiosks/k-1/x/photos', true],
    ['arn:aws:iot:r:a:topic/city/kiosks/*/photos', 'arn:aws:iot:r:a:topic/city/kiosks/k-1/rentals/1', false],
    ['arn:aws:states:r:a:execution:rental:*', 'arn:aws:states:r:a:execution:rental:1', true],
    ['arn:aws:states:r:a:execution:rental:*', 'arn:aws:states:r:a:execution:ride:1', false],
    ['arn:aws:s3:::photos/a.b*', 'arn:aws:s3:::photos/axb', false],
  ])('of resources, %s, takes %s: %s', (pattern, resource, expected) => {
    const matches = resourcePattern(pattern).matches(resource);

    expect(matches).toBe(expected);
  });

  // "IAM JSON policy elements: Condition operators", "Amazon Resource Name (ARN) condition operators": each of the six
  // parts between colons is compared by itself.
  it.each([
    ['arn:aws:states:*:*:stateMachine:*', 'arn:aws:states:r:a:stateMachine:rental', true],
    ['arn:aws:states:*', 'arn:aws:states:r:a:stateMachine:rental', false],
    ['arn:aws:execute-api:r:a:api/*/*/v1/token', 'arn:aws:execute-api:r:a:api/$default/POST/v1/token', true],
    ['arn:aws:execute-api:r:a:api/*/*/v1/token', 'arn:aws:execute-api:r:a:api/$default/POST/v1/sessions', false],
  ])('of ARNs in conditions, %s, takes %s: %s', (pattern, arn, expected) => {
    const matches = arnPattern(pattern).matches(arn);

    expect(matches).toBe(expected);
  });

  it('of text takes every sign in place of its wildcards', () => {
    const matches = ['a:b/c', 'a', 'ab\nc'].map((text) => textPattern('a*').matches(text));

    expect(matches).toEqual([true, true, true]);
  });
});

describe('a condition', () => {
  const FACTS = { 'aws:securetransport': 'true', 'aws:sourcearn': 'arn:aws:events:r:a:rule/x' } as const;

  // "IAM JSON policy elements: Condition operators": values are alternatives, keys and operators are all required; a
  // key that is absent fulfils negations and …IfExists alone.
  it.each([
    [{ Bool: { 'aws:SecureTransport': 'false' } }, false],
    [{ Bool: { 'aws:SecureTransport': true } }, true],
    [{ StringEquals: { 'aws:SourceArn': ['other', 'arn:aws:events:r:a:rule/x'] } }, true],
    [{ StringEquals: { 'AWS:sourcearn': 'ARN:aws:events:r:a:rule/x' } }, false],
    [{ StringEqualsIgnoreCase: { 'aws:SourceArn': 'ARN:aws:events:r:a:rule/x' } }, true],
    [{ StringLike: { 'aws:SourceArn': 'arn:*rule/?' } }, true],
    [{ ArnLike: { 'aws:SourceArn': 'arn:aws:events:*:*:rule/*' } }, true],
    [{ ArnNotLike: { 'aws:SourceArn': 'arn:aws:events:*:*:rule/*' } }, false],
    [{ StringNotEquals: { 'aws:SourceArn': ['other', 'arn:aws:events:r:a:rule/x'] } }, false],
    [{ StringEquals: { 'aws:SourceAccount': '1' } }, false],
    [{ StringNotEquals: { 'aws:SourceAccount': '1' } }, true],
    [{ StringEqualsIfExists: { 'aws:SourceAccount': '1' } }, true],
    [{ StringEqualsIfExists: { 'aws:SourceArn': '1' } }, false],
    [{ Null: { 'aws:SourceAccount': 'true' } }, true],
    [{ Null: { 'aws:SourceArn': 'true' } }, false],
    [{ Null: { 'aws:SourceArn': 'false' } }, true],
    [{ Bool: { 'aws:SecureTransport': 'true' }, StringEquals: { 'aws:SourceAccount': '1' } }, false],
    [{}, true],
  ])('%j is fulfilled: %s', (declared, expected) => {
    const fulfilled = readCondition(declared)(FACTS);

    expect(fulfilled).toBe(expected);
  });
});
