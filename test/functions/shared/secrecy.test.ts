import { describe, expect, it } from '@jest/globals';
import { withoutSecrets } from '../../../functions/shared/secrecy.ts';

describe('a text without secrets', () => {
  it.each([
    ['in JSON', '{"paymentMethod":"4f9a-reader"}', '{"paymentMethod":"(card)"}'],
    ['in JSON inside of JSON', '{"input":"{\\"paymentMethod\\": \\"4f9a-reader\\",\\"bikes\\":1}"}', '(card)'],
    ['in a sentence of the acquirer', "No such PaymentMethod: 'pm_1MqLiJLk_dIwHu7'", "No such PaymentMethod: '(card)'"],
  ])('does not say how a rider pays %s', (_, text, left) => {
    const safe = withoutSecrets(text);

    expect(safe).toContain(left);
    expect(safe).not.toMatch(/4f9a|1MqLiJ/);
  });

  it.each([
    [
      'by name',
      '{"iin":"636001","number":"F51022481704","address":{"street":"5 Lantern Street","postalCode":"14400"}}',
    ],
    ['in JSON inside of JSON', '{"body":"{\\"number\\":\\"F51022481704\\",\\"street\\":\\"5 Lantern Street\\"}"}'],
    ['as KMS is to hash it', '{"KeyId":"k","Message":"RjUxMDIyNDgxNzA0","MacAlgorithm":"HMAC_SHA_256"}'],
  ])('does not say who somebody is %s', (_, text) => {
    expect(withoutSecrets(text)).not.toMatch(/F51022481704|Lantern|14400|RjUxMDIy/);
  });

  it.each([
    'paymentMethod must be a payment method',
    'The rental 11111111-1111-4111-8111-111111111111 has no paymentMethod: "none"',
    'arn:aws:states:eu-west-1:000000000000:stateMachine:havenbrook-dev-rental',
    'PaymentMethodMissing: Visitors pay by card. Please tap your card on the reader.',
  ])('is as it was where there is none (%s)', (text) => {
    expect(withoutSecrets(text)).toBe(text);
  });
});
