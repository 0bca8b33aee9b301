import type { Invocation, Outcome } from '../../../local/lambda/contract.ts';
import { ServiceError } from '../../../local/wire/contract.ts';
import { uuid } from '../../../seams/random.ts';
import type { Attempt, Between } from '../between.ts';
import type { World } from './world.ts';

/** Within so many milliseconds a function is killed that is to be: most are done after a few hundred. */
const KILLED_WITHIN_MS = 400;
/** So much later a function begins that has to wait for a place, in milliseconds. */
const LATE_MS = 6_000;
/** So much later an event comes again, in milliseconds. */
const AGAIN_MS = 30_000;

/** EventBridge, S3 and the topic rules promise "at least once"; the others wait for an answer, and get one at the most. */
function isEvent({ event }: Invocation): boolean {
  return /"detail-type":|"eventSource":|"thing":/.test(event);
}

const died = (): Outcome => ({
  fault: { errorType: 'Runtime.ExitError', errorMessage: 'Error: Runtime exited with error: signal: killed' },
});

const failure = () => new ServiceError('ServiceException', 'Broken on purpose.', 500);

/** What may become of a function that is invoked. */
export function faultyFunctions({ profile, dice, wait, note, strike }: World): Between['run'] {
  const chance = dice('functions');

  const untilKilled = async (attempt: Attempt, what: string, event: string): Promise<Outcome> => {
    const killing = wait(chance.between(0, KILLED_WITHIN_MS)).then(() => undefined);
    const ended = await Promise.race([attempt.outcome, killing]);
    if (ended) return ended;
    attempt.kill();
    strike('functions.killed', `  ${what} is killed`, event);
    return died();
  };

  return async (definition, invocation, attempt) => {
    const { refused, lost, killed, late, twice } = profile().functions;
    const what = definition.description;
    const { event } = invocation;
    if (chance.happens(late)) {
      strike('functions.late');
      await wait(chance.between(0, LATE_MS));
    }
    if (chance.happens(refused)) {
      strike('functions.refused', `  ${what} could not be invoked`, event);
      throw failure();
    }
    note(`  ${what}`, event);
    const isKilled = chance.happens(killed);
    const begun = attempt(invocation);
    const outcome = await (isKilled ? untilKilled(begun, what, event) : begun.outcome);
    if ('fault' in outcome) note(`  ${what}: ${outcome.fault.errorType}: ${outcome.fault.errorMessage}`, event);
    if (isEvent(invocation) && chance.happens(twice)) {
      const again = { ...invocation, requestId: uuid(chance.random) };
      void wait(chance.between(0, AGAIN_MS)).then(() => {
        strike('functions.twice', `  ${what}, which comes a second time`, event);
        return attempt(again).outcome;
      });
    }
    if (!chance.happens(lost)) return outcome;
    strike('functions.lost', `  ${what}: its answer is lost`, event);
    throw failure();
  };
}
