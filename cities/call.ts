import { InvokeCommand, type LambdaClient } from '@aws-sdk/client-lambda';

/** A refusal of the service, in its own words. */
export class Refused extends Error {}

/**
 * What a function of the city answers to a command.
 *
 * @throws Refused
 */
export async function call<Answer>(lambda: LambdaClient, functionName: string, command: object): Promise<Answer> {
  const answer = await lambda.send(new InvokeCommand({ FunctionName: functionName, Payload: JSON.stringify(command) }));
  const payload: unknown = JSON.parse(Buffer.from(answer.Payload ?? []).toString());
  if (!answer.FunctionError) return payload as Answer;
  const { errorType, errorMessage } = payload as { errorType?: string; errorMessage?: string };
  throw new Refused(`${errorType ?? answer.FunctionError}: ${errorMessage ?? 'without a word'}`);
}
