import { describe, expect, it } from '@jest/globals';
import { edgeRequest, readFunction } from '../../../local/cloudfront/edge-function.ts';

const WHERE = { distributionDomainName: 'd1.cloudfront.net', distributionId: 'E1', requestId: 'r1' };
const REQUEST = edgeRequest({
  method: 'GET',
  path: '/a%20b',
  query: 'bike=1&bike=2&lock',
  headers: { accept: 'text/html', cookie: 'one=1; two=a=b' },
  body: Buffer.alloc(0),
});

const made = (code: string) =>
  readFunction({ FunctionCode: code, FunctionConfig: { Runtime: 'cloudfront-js-2.0' } })(REQUEST, WHERE);

describe('a function of CloudFront', () => {
  it('is told of a request as on AWS', async () => {
    const told = await made('function handler(event) { return { statusCode: 200, body: JSON.stringify(event) }; }');

    const event = JSON.parse(String('response' in told && told.response.body));
    expect(event).toEqual({
      version: '1.0',
      context: { ...WHERE, eventType: 'viewer-request' },
      viewer: { ip: '127.0.0.1' },
      request: {
        method: 'GET',
        uri: '/a%20b',
        querystring: { bike: { value: '1', multiValue: [{ value: '1' }, { value: '2' }] }, lock: { value: '' } },
        headers: { accept: { value: 'text/html' } },
        cookies: { one: { value: '1' }, two: { value: 'a=b' } },
      },
    });
  });

  it('gives the request to go on with, at once or after a while', async () => {
    const changed = await made('async function handler({ request }) { request.uri += "/index.html"; return request; }');

    expect(changed).toEqual({ request: { ...REQUEST, uri: '/a%20b/index.html' } });
  });

  it.each(['process', 'require', 'fetch', 'setTimeout', 'Buffer'])('has no %s', async (name) => {
    const type = await made(`function handler() { return { statusCode: 200, body: typeof ${name} }; }`);

    expect(type).toEqual({ response: { statusCode: 200, body: 'undefined' } });
  });

  it.each([
    ['throws', 'function handler() { throw new Error("no"); }', /no/],
    ['never ends', 'function handler() { for (;;); }', /timed out/],
    ['makes code of text', 'function handler() { return eval("1"); }', /Code generation/],
    ['is missing', 'function other() {}', /handler is not defined/],
  ])('rejects where it %s', async (_what, code, words) => {
    await expect(made(code)).rejects.toThrow(words);
  });

  it('is refused where it wants what the host has not', () => {
    const inRuntime = (config: object) => () => readFunction({ FunctionCode: '', FunctionConfig: config });

    expect(inRuntime({ Runtime: 'cloudfront-js-1.0' })).toThrow(/cloudfront-js-1.0/);
    expect(inRuntime({ Runtime: 'cloudfront-js-2.0', KeyValueStoreAssociations: [] })).toThrow(/KeyValueStore/);
    expect(() =>
      readFunction({ FunctionCode: 'function (', FunctionConfig: { Runtime: 'cloudfront-js-2.0' } }),
    ).toThrow(/token|name/);
  });
});
