import { systemClock } from '../../seams/clock.ts';
import { readEnv } from '../shared/env.ts';
import { documentClient } from '../shared/table.ts';
import { kmsPublicKeys, tokenVerifier } from '../shared/token-verifier.ts';
import { stepFunctionsTask } from '../shared/waiting-task.ts';
import { dynamoCommandBook } from './command-book.ts';
import { iotCommandShadow } from './command-shadow.ts';
import { storageEnv } from './env.ts';
import type { CommandDependencies } from './give-command.ts';

/** What every command takes, by the function's environment. */
export function bookDependencies(): Omit<CommandDependencies, 'task'> {
  const { table, tokenIssuer, tokenKeys } = storageEnv;
  const env = readEnv({ table, tokenIssuer, tokenKeys });
  const clock = systemClock;
  return {
    book: dynamoCommandBook(documentClient(), env.table),
    shadow: iotCommandShadow(),
    tokens: tokenVerifier({ issuer: env.tokenIssuer, publicKeys: kmsPublicKeys(env.tokenKeys), clock }),
    clock,
  };
}

/** What a command takes that a task waits for. */
export function commandDependencies(): CommandDependencies {
  return { ...bookDependencies(), task: stepFunctionsTask() };
}
