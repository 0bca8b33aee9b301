import { describe, expect, it } from '@jest/globals';
import { normalPath, pathPattern } from '../../../local/cloudfront/path-pattern.ts';

describe('a path pattern', () => {
  it.each([
    ['*', '/'],
    ['*', '/deep/down/file.js'],
    ['/v1/*', '/v1/rentals/1'],
    ['v1/*', '/v1/rentals/1'],
    ['/v1/*', '/v1/'],
    ['/openapi.json', '/openapi.json'],
    ['*.js', '/assets/main.js'],
    ['/a??.jpg', '/ant.jpg'],
  ])('%s takes %s', (pattern, path) => {
    expect(pathPattern(pattern)(path)).toBe(true);
  });

  it.each([
    ['/v1/*', '/v1'],
    ['/v1/*', '/V1/rentals'],
    ['/openapi.json', '/openapi_json'],
    ['/openapi.json', '/openapi.json/more'],
    ['/a??.jpg', '/antler.jpg'],
    ['/residents/*', '/more/residents/'],
  ])('%s leaves %s to others', (pattern, path) => {
    expect(pathPattern(pattern)(path)).toBe(false);
  });
});

describe('a path, where patterns are compared with it', () => {
  it.each([
    ['/residents/../v1/x', '/v1/x'],
    ['/./residents/', '/residents/'],
    ['/%72esidents/', '/residents/'],
    ['/%2e%2e/v1/x', '/v1/x'],
    ['/a%2fb', '/a%2Fb'],
    ['/../..', '/'],
    ['/%zz', '/%zz'],
  ])('is normal: %s is %s', (path, normal) => {
    expect(normalPath(path)).toBe(normal);
  });
});
