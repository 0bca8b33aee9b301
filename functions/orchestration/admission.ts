import { SFNClient, StartSyncExecutionCommand, type StartSyncExecutionCommandOutput } from '@aws-sdk/client-sfn';
import { CREDENTIAL_REFUSALS } from '../identity/contract.ts';
import { clientSettings } from '../shared/aws.ts';
import { Relayed } from '../shared/errors.ts';
import { Admission, type AdmissionInput } from './contract.ts';
import { AdmissionFailed } from './errors.ts';

/** The workflow `admission`: who is this rider, and what can they have. */
export interface AdmissionWorkflow {
  /**
   * Runs it to its end. `name` shows in its logs.
   *
   * @throws Relayed with the name and message of a service that refused the rider
   * @throws AdmissionFailed when it gave no answer for another reason
   */
  run(name: string, input: AdmissionInput): Promise<Admission>;
}

/** The workflow gives itself 25 seconds; an HTTP API waits for 30. */
const ANSWER_TIMEOUT_MS = 26_000;

/** What admission refuses a rider, a kiosk or a token for. Every other name is a fault, and may be tried again. */
const REFUSALS: readonly string[] = [...CREDENTIAL_REFUSALS, 'KioskNotRenting', 'KioskUnknown', 'TokenRefused'];
const isRefusal = (name: string | undefined): name is string => REFUSALS.includes(name ?? '');

/** A failed function's cause is Lambda's answer as JSON, with its message inside; a Fail state's is plain text. */
function messageOf(cause = ''): string {
  try {
    const { errorMessage } = JSON.parse(cause) as { errorMessage?: unknown };
    return typeof errorMessage === 'string' ? errorMessage : cause;
  } catch {
    return cause;
  }
}

const failed = (cause: unknown) =>
  new AdmissionFailed('Your ID could not be checked just now. Please scan it again in a moment.', { cause });

/** What an ended execution means to whoever asked for it. */
export function admissionOf(ended: Pick<StartSyncExecutionCommandOutput, 'status' | 'output' | 'error' | 'cause'>) {
  if (ended.status === 'SUCCEEDED') return Admission.parse(JSON.parse(ended.output ?? 'null'));
  if (isRefusal(ended.error)) throw new Relayed(ended.error, messageOf(ended.cause));
  throw failed(new Error(ended.error ?? ended.status ?? 'no answer'));
}

export function admissionWorkflow(arn: string): AdmissionWorkflow {
  // A second attempt would use the credential a second time; whoever asked decides.
  const sfn = new SFNClient(clientSettings({ answerTimeoutMs: ANSWER_TIMEOUT_MS, maxAttempts: 1 }));
  return {
    async run(name, input) {
      const start = new StartSyncExecutionCommand({ stateMachineArn: arn, name, input: JSON.stringify(input) });
      const ended = await sfn.send(start).catch((cause: unknown) => {
        throw failed(cause);
      });
      return admissionOf(ended);
    },
  };
}
