import { describe, expect, it } from '@jest/globals';
import { stsModule } from '../../../local/sts/module.ts';
import type { Caller } from '../../../local/wire/contract.ts';
import { hostContext } from '../serve.ts';

async function call(caller: Caller, form: string) {
  const { services } = stsModule(hostContext());
  const headers = { 'content-type': 'application/x-www-form-urlencoded' };
  const request = { method: 'POST', path: '/', query: '', headers, body: Buffer.from(form) };
  const response = await services['sts']?.(request, caller);
  return { status: response?.status, text: response?.body.toString() };
}

const operator: Caller = { kind: 'operator', name: 'operator' };

describe('GetCallerIdentity', () => {
  const form = 'Action=GetCallerIdentity&Version=2011-06-15';

  it("tells the operator that they are the account's root", async () => {
    const { status, text } = await call(operator, form);

    expect(status).toBe(200);
    expect(text).toContain('<Arn>arn:aws:iam::000000000000:root</Arn>');
    expect(text).toContain('<Account>000000000000</Account>');
  });

  it('tells a function which role it has assumed', async () => {
    const roleArn = 'arn:aws:iam::000000000000:role/service/bikes-role';

    const { text } = await call({ kind: 'function', name: 'reserve-bikes', roleArn }, form);

    expect(text).toContain('<Arn>arn:aws:sts::000000000000:assumed-role/bikes-role/reserve-bikes</Arn>');
  });
});

describe('everything else', () => {
  it.each([
    ['AssumeRole', 403, 'AccessDenied'],
    ['AssumeRoleWithWebIdentity', 403, 'AccessDenied'],
    ['GetSessionToken', 400, 'InvalidAction'],
  ])('is refused: %s', async (action, expectedStatus, code) => {
    const { status, text } = await call(operator, `Action=${action}&Version=2011-06-15`);

    expect(status).toBe(expectedStatus);
    expect(text).toContain(`<Code>${code}</Code>`);
  });
});
