import { describe, expect, it } from '@jest/globals';
import { type Caller, ServiceError } from '../../../local/wire/contract.ts';
import { jsonService } from '../../../local/wire/json-service.ts';

const operator: Caller = { kind: 'operator', name: 'operator' };

describe('a JSON service', () => {
  const faults: unknown[] = [];
  const operations = {
    Greet: ({ name }: { name: string }, caller: Caller) => ({ greeting: `${name} from ${caller.name}` }),
    Nothing: async () => undefined,
    Refuse: () => {
      throw new ServiceError('KioskClosed', 'The kiosk is closed.');
    },
    Break: () => {
      throw new Error('a slip of ours');
    },
  };
  const service = jsonService('kiosks', '1.1', operations, (fault) => void faults.push(fault));
  const call = async (target: string, body = '{}') => {
    const headers = { 'x-amz-target': target };
    const request = { method: 'POST', path: '/', query: '', headers, body: Buffer.from(body) };
    const answer = await service(request, operator);
    return { ...answer, body: JSON.parse(answer.body.toString()) };
  };

  it('runs the operation that the target names, and knows who called', async () => {
    const answer = await call('Kiosks_2026.Greet', '{"name":"Ada"}');

    expect(answer).toEqual({
      status: 200,
      headers: { 'content-type': 'application/x-amz-json-1.1' },
      body: { greeting: 'Ada from operator' },
    });
  });

  it('answers an empty object where an operation has nothing to say, or is asked nothing', async () => {
    const answer = await call('Kiosks.Nothing', '');

    expect(answer.body).toEqual({});
  });

  it.each([
    ['Kiosks.Refuse', '{}', 'KioskClosed', 'The kiosk is closed.'],
    ['Kiosks.Open', '{}', 'UnknownOperationException', "The embedded host's kiosks does not do 'Open'."],
    ['Kiosks.constructor', '{}', 'UnknownOperationException', "The embedded host's kiosks does not do 'constructor'."],
    ['', '{}', 'UnknownOperationException', "The embedded host's kiosks does not do ''."],
    ['Kiosks.Greet', '{', 'SerializationException', 'The request body is not JSON.'],
  ])('tells the fault of %s with %s by its name', async (target, body, type, message) => {
    const answer = await call(target, body);

    expect(answer.status).toBe(400);
    expect(answer.body).toEqual({ __type: type, message });
  });

  it('keeps its own slips from the caller, and hands them to whoever looks after it', async () => {
    const answer = await call('Kiosks.Break');

    expect(answer.status).toBe(500);
    expect(answer.body).toEqual({
      __type: 'InternalServerError',
      message: "The embedded host's kiosks failed; its log says why.",
    });
    expect(faults).toEqual([new Error('a slip of ours')]);
  });
});
