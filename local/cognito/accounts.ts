import type { Clock } from '../../seams/clock.ts';
import { type Random, uuid } from '../../seams/random.ts';
import type { Store } from '../store.ts';
import { type Code, newCode, tryCode } from './codes.ts';
import type { Outbox } from './outbox.ts';
import { type HashedPassword, hashPassword, isPassword } from './passwords.ts';
import type { Reset } from './resets.ts';

/** Somebody who can sign in, as the store keeps them. */
export interface Account {
  /** The subject of their tokens: a UUID, and for good. */
  sub: string;
  /** In lower case. */
  email: string;
  isConfirmed: boolean;
  groups: string[];
  password: HashedPassword;
  /** By which the address is confirmed. */
  code?: Code;
  reset?: Reset;
  /** Wrong passwords since the last right one, and until when none is looked at. */
  failures: number;
  lockedUntilMs: number;
}

export type SignIn = { is: 'in'; account: Account } | { is: 'unconfirmed' } | { is: 'refused' };

const SPACE = 'cognito/accounts';
/** Amazon Cognito, "Signing up and confirming user accounts": a code is good for 24 hours. */
const CODE_MS = 24 * 60 * 60_000;
/** Amazon Cognito, "Lockout behavior for failed sign-in attempts": after five a second, doubling up to 15 minutes. */
const FREE_FAILURES = 5;
const LOCK_MS_MAX = 15 * 60_000;

const addressOf = (email: string) => email.trim().toLowerCase();

function lockMs(failures: number): number {
  return failures < FREE_FAILURES ? 0 : Math.min(1000 * 2 ** (failures - FREE_FAILURES), LOCK_MS_MAX);
}

interface Dependencies {
  store: Store;
  clock: Clock;
  random: Random;
  outbox: Outbox;
}

/** The accounts of the user pool, by address and by subject. */
export function openAccounts({ store, clock, random, outbox }: Dependencies) {
  const all = () => store.list<Account>(SPACE).map(({ value }) => value);
  const byEmail = (email: string) => all().find((account) => account.email === addressOf(email));
  const bySub = (sub: string) => store.get<Account>(SPACE, sub);
  const keep = (account: Account) => store.put(SPACE, account.sub, account);

  const sendCode = (account: Account) => {
    const code = newCode(random, clock.now() + CODE_MS);
    keep({ ...account, code });
    outbox.send({
      to: account.email,
      subject: 'Your code',
      text: `Your code is ${code.digits}. It is good for a day.`,
    });
  };

  return {
    all,
    bySub,
    byEmail,
    keep,
    forget: (sub: string) => store.delete(SPACE, sub),

    /** Makes an account, or replaces one that nobody has confirmed. To the caller it looks the same where there is one. */
    async signUp(email: string, password: string): Promise<void> {
      const hashed = await hashPassword(password, random);
      const found = byEmail(email);
      if (found?.isConfirmed) {
        const text = 'Somebody tried to sign up with your address. You have an account already: just sign in.';
        return outbox.send({ to: found.email, subject: 'You have an account already', text });
      }
      const fresh = { sub: uuid(random), email: addressOf(email), groups: [], failures: 0, lockedUntilMs: 0 };
      sendCode({ ...fresh, ...found, isConfirmed: false, password: hashed });
    },

    async changePassword(sub: string, password: string): Promise<void> {
      const hashed = await hashPassword(password, random);
      const account = bySub(sub);
      if (account) keep({ ...account, password: hashed, failures: 0, lockedUntilMs: 0 });
    },

    sendCodeAgain(email: string): void {
      const account = byEmail(email);
      if (account && !account.isConfirmed) sendCode(account);
    },

    /** The account whose code this is; undefined where it is not, or was tried too often. */
    confirm(email: string, typed: string): Account | undefined {
      const account = byEmail(email);
      if (!account || account.isConfirmed) return undefined;
      const { code, ...rest } = account;
      const { isRight, left } = tryCode(code, typed, clock.now());
      if (left) keep({ ...rest, code: left });
      if (!isRight) return undefined;
      const confirmed = { ...rest, isConfirmed: true };
      keep(confirmed);
      return confirmed;
    },

    async signIn(email: string, password: string): Promise<SignIn> {
      const isRight = await isPassword(password, byEmail(email)?.password);
      // Read after the hash was made: of guesses that come all at once, none gets past the lock either.
      const account = byEmail(email);
      if (!account || account.lockedUntilMs > clock.now()) return { is: 'refused' };
      if (!isRight) {
        const failures = account.failures + 1;
        keep({ ...account, failures, lockedUntilMs: clock.now() + lockMs(failures) });
        return { is: 'refused' };
      }
      if (!account.isConfirmed) return { is: 'unconfirmed' };
      keep({ ...account, failures: 0, lockedUntilMs: 0 });
      return { is: 'in', account };
    },
  };
}

export type Accounts = ReturnType<typeof openAccounts>;
