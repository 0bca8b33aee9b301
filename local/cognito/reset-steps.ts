import type { Step } from './interactions.ts';
import { type FormState, forgotPage, newPasswordPage, signInPage } from './pages.ts';
import { passwordFaults } from './passwords.ts';
import type { Pool } from './pool.ts';
import type { Resets } from './resets.ts';

interface Showing {
  show(step: Step, html: string, status?: number): void;
  stateOf(step: Step, problem?: string): FormState;
  /** What passwords of the pool need, as a sentence. */
  rules(): string;
}

const NOT_THE_CODE =
  'This is not the code, or it is too old, or was tried too often. Try again, or ask for another one.';

/** The steps by which somebody who has forgotten their password gets a new one, with a code that is sent to them. */
export function resetSteps(pool: Pool, resets: Resets, { show, stateOf, rules }: Showing) {
  const forgot = async (step: Step): Promise<void> => {
    // The same is shown to all, and before anything is looked up.
    show(step, newPasswordPage(stateOf(step), rules()));
    resets.begin(step.form.get('email') ?? '');
  };
  const reset = async (step: Step): Promise<void> => {
    const [email, code, password] = ['email', 'code', 'password'].map((name) => step.form.get(name) ?? '');
    const faults = passwordFaults(password ?? '', pool.passwords);
    const again = (problem: string) => show(step, newPasswordPage(stateOf(step, problem), rules()), 422);
    if (faults.length > 0) return again(`Your password needs ${faults.join(', ')}.`);
    if (!(await resets.finish(email ?? '', code ?? '', password ?? ''))) return again(NOT_THE_CODE);
    const notice = 'Your password is changed. Sign in with the new one.';
    return show(step, signInPage({ ...stateOf(step), notice }, pool));
  };
  return {
    'GET forgot': async (step: Step) => show(step, forgotPage(stateOf(step))),
    'POST forgot': forgot,
    'POST reset': reset,
  };
}
