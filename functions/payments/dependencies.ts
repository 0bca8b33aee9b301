import { type Clock, systemClock } from '../../seams/clock.ts';
import { readEnv } from '../shared/env.ts';
import { type Publish, publisher } from '../shared/events.ts';
import { documentClient, itemStore } from '../shared/table.ts';
import { kmsPublicKeys, type TokenVerifier, tokenVerifier } from '../shared/token-verifier.ts';
import type { Acquirers } from './acquirer.ts';
import { secretKey } from './acquirer-key.ts';
import { acquirersByKey } from './acquirers.ts';
import { PAYMENT_EVENTS, type Tariff } from './contract.ts';
import { paymentsEnv } from './env.ts';
import { dynamoPaymentBook, type PaymentBook } from './payment-book.ts';
import { readTariff } from './tariff.ts';

/** What taking and giving back money takes. */
export interface PaymentsDependencies {
  book: PaymentBook;
  acquirers: Acquirers;
  tokens: TokenVerifier;
  tariff: Tariff;
  publish: Publish;
  clock: Clock;
}

/** All but the tokens, which an operator does not have. */
export function bookDependencies(): Omit<PaymentsDependencies, 'tokens'> {
  const { tariff, table, sandboxTable, secret, bus } = paymentsEnv;
  const env = readEnv({ tariff, table, sandboxTable, secret, bus });
  const clock = systemClock;
  const client = documentClient();
  return {
    book: dynamoPaymentBook(client, env.table),
    acquirers: acquirersByKey(secretKey(env.secret, clock), itemStore(client, env.sandboxTable), clock),
    tariff: readTariff(env.tariff),
    publish: publisher(env.bus, PAYMENT_EVENTS),
    clock,
  };
}

/** What the commands of a rental need, by the function's environment. */
export function paymentsDependencies(): PaymentsDependencies {
  const { tokenIssuer, tokenKeys } = paymentsEnv;
  const env = readEnv({ tokenIssuer, tokenKeys });
  const clock = systemClock;
  const tokens = tokenVerifier({ issuer: env.tokenIssuer, publicKeys: kmsPublicKeys(env.tokenKeys), clock });
  return { ...bookDependencies(), tokens };
}
