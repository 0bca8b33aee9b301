import { ServiceError } from '../../wire/contract.ts';
import type { Engine } from '../engine.ts';
import type { Execution, Thread } from '../execution.ts';
import { answerTask, heartbeat } from '../interpreter/task-answers.ts';
import type { Turn } from '../interpreter/turn.ts';
import { isOversizedText, type Json, parseJson } from '../json.ts';
import { isSameToken, placeOf } from '../token.ts';
import { type Input, optionalText, requiredText } from './fields.ts';

/** The attempt of the thread's task, if it is this very token that it waits for. */
function attemptOf(thread: Thread | undefined, token: string): number | undefined {
  const activity = thread?.status === 'running' ? thread.activity : undefined;
  if (activity?.kind !== 'task' || activity.token === null) return undefined;
  return isSameToken(activity.token, token) ? activity.attempt : undefined;
}

type Act = (turn: Turn, thread: number, attempt: number) => Promise<void> | void;

/** Does something to the task that a token belongs to. A token of a task that is over is refused. */
async function withTask(engine: Engine, input: Input, act: Act): Promise<Json> {
  const token = requiredText(input, 'taskToken');
  const place = placeOf(token);
  if (!place) throw new ServiceError('InvalidToken', "Invalid Token: 'Invalid token'");
  const execution: Execution | undefined = engine.register.byId(place.execution);
  if (!execution) throw new ServiceError('TaskDoesNotExist', 'Task does not exist');
  let isOver = true;
  await engine.post(execution, (turn) => {
    const attempt = attemptOf(turn.execution.threads.get(place.thread), token);
    if (attempt === undefined || turn.execution.status !== 'RUNNING') return;
    isOver = false;
    return act(turn, place.thread, attempt);
  });
  if (isOver) throw new ServiceError('TaskTimedOut', "Task Timed Out: 'Provided task does not exist anymore'");
  return {};
}

function outputOf(input: Input): Json {
  const text = requiredText(input, 'output');
  const output = parseJson(text);
  if (output === undefined || isOversizedText(text)) {
    throw new ServiceError('InvalidOutput', "Invalid Output: 'The output must be JSON of at most 262144 bytes'");
  }
  return output;
}

/** The operations by which whoever holds a task's token ends the task, or says that it is still at work. */
export function tokenOperations(engine: Engine) {
  return {
    SendTaskSuccess: (input: Input): Promise<Json> => {
      const output = outputOf(input);
      return withTask(engine, input, (turn, thread, attempt) =>
        answerTask(turn, thread, attempt, { kind: 'succeeded', output }),
      );
    },
    SendTaskFailure: (input: Input): Promise<Json> => {
      const error = optionalText(input, 'error');
      const cause = optionalText(input, 'cause');
      const fault = { ...(error === undefined ? {} : { error }), ...(cause === undefined ? {} : { cause }) };
      return withTask(engine, input, (turn, thread, attempt) =>
        answerTask(turn, thread, attempt, { kind: 'failed', ...fault }),
      );
    },
    SendTaskHeartbeat: (input: Input): Promise<Json> => withTask(engine, input, heartbeat),
  };
}
