import type { Clock } from '../../seams/clock.ts';
import type { Random } from '../../seams/random.ts';
import type { Account, Accounts } from './accounts.ts';
import { type Code, newCode, tryCode } from './codes.ts';
import type { Outbox } from './outbox.ts';
import { hashPassword } from './passwords.ts';

/** A new password that somebody has asked for, as their account keeps it. */
export interface Reset {
  /** Absent once it was used. */
  code?: Code;
  /** When the hour began in which letters are counted, and how many there were. */
  sinceMs: number;
  letters: number;
}

/** Amazon Cognito API reference, "ForgotPassword": a code is good for an hour. */
const CODE_MS = 60 * 60_000;
/** Amazon Cognito, "Quotas": 5 to 20 in an hour, by the risk. */
const LETTERS_AN_HOUR = 5;
const HOUR_MS = 60 * 60_000;

interface Dependencies {
  accounts: Accounts;
  clock: Clock;
  random: Random;
  outbox: Outbox;
}

/** New passwords for those who have forgotten theirs. Nobody learns here whether an address has an account. */
export function openResets({ accounts, clock, random, outbox }: Dependencies) {
  const hourOf = ({ reset }: Account): Reset =>
    reset && clock.now() < reset.sinceMs + HOUR_MS ? reset : { sinceMs: clock.now(), letters: 0 };

  return {
    /** Sends a code to an address that was confirmed, a few times an hour; any later one takes an earlier one's place. */
    begin(email: string): void {
      const account = accounts.byEmail(email);
      if (!account?.isConfirmed) return;
      const hour = hourOf(account);
      if (hour.letters >= LETTERS_AN_HOUR) return;
      const code = newCode(random, clock.now() + CODE_MS);
      accounts.keep({ ...account, reset: { ...hour, code, letters: hour.letters + 1 } });
      const text = `Your code is ${code.digits}. With it you choose a new password within an hour. If you have not asked for it, do nothing.`;
      outbox.send({ to: account.email, subject: 'A new password', text });
    },

    /** Changes the password of who knows the code. Takes as long for an address without an account as for one with. */
    async finish(email: string, typed: string, password: string): Promise<boolean> {
      const hashed = await hashPassword(password, random);
      // Read after the hash was made: of guesses that come all at once, each counts.
      const account = accounts.byEmail(email);
      if (!account?.reset) return false;
      const { isRight, left } = tryCode(account.reset.code, typed, clock.now());
      const { code: _, ...rest } = account.reset;
      const reset = { ...rest, ...(left && { code: left }) };
      const opened = isRight ? { password: hashed, failures: 0, lockedUntilMs: 0 } : {};
      accounts.keep({ ...account, ...opened, reset });
      return isRight;
    },
  };
}

export type Resets = ReturnType<typeof openResets>;
