import { SFNClient } from '@aws-sdk/client-sfn';
import { type CaseStore, dynamoCases, STATUS_INDEX } from '../../../functions/operations/case-store.ts';
import { closeCase } from '../../../functions/operations/close-case.ts';
import type { Case } from '../../../functions/operations/contract.ts';
import { stepFunctions } from '../../../functions/operations/executions.ts';
import { findFailures } from '../../../functions/operations/find-failures.ts';
import { listCases } from '../../../functions/operations/list-cases.ts';
import type { MissingNews } from '../../../functions/operations/missing-bike.ts';
import { openCase } from '../../../functions/operations/open-case.ts';
import { redriveCase } from '../../../functions/operations/redrive-case.ts';
import { showCase } from '../../../functions/operations/show-case.ts';
import { StatusChange } from '../../../functions/operations/status-change.ts';
import type { Json, JsonObject } from '../../../local/states/json.ts';
import { executionArn, task } from '../../local/states/laboratory.ts';
import { type Act, answers, type Rehearsal, rehearse, type Script, throws } from '../../statemachines/rehearsal.ts';
import type { Dynamo } from '../dynamo.ts';
import { startAwsEndpoint } from '../shared/aws-endpoint.ts';

export const RENTAL_ID = '11111111-1111-4111-8111-111111111111';
export const TOKEN = 'eyJhbGciOiJFUzI1NiJ9.eyJyZW50YWwiOiIxMTExIn0.c2lnbmF0dXJlLW9mLXRoZS10ZXN0';
const INPUT = { rentalId: RENTAL_ID, kioskId: 'market', rentalToken: TOKEN, bikes: 2, partyRef: 'party_1' };
export const CASE_ID = `workflow/rental/${RENTAL_ID}`;
export const OPERATOR = 'Kim';

const arn = (workflow: string) => `arn:aws:states:eu-west-1:000000000000:stateMachine:${workflow}`;
export const WORKFLOWS = {
  rental: arn('rental'),
  ride: arn('ride'),
  undo: arn('undo'),
  reservation: arn('reservation'),
  reconciliation: arn('reconciliation'),
  repair: arn('repair'),
};
export type Workflow = keyof typeof WORKFLOWS;

/** Operations, with its functions as the cloud calls them, on a table of its own and on Step Functions itself. */
export interface Desk {
  cases: CaseStore;
  lab: Rehearsal['lab'];
  calls: Rehearsal['calls'];
  /** Runs an execution to its end. */
  run(workflow: Workflow, name?: string, input?: JsonObject): Promise<void>;
  /** Runs a redriven execution to its end. */
  goOn(workflow: Workflow, name?: string): Promise<void>;
  /** All that Step Functions has told so far. */
  news(): StatusChange[];
  /** Hears all that has happened. */
  hear(): Promise<void>;
  open: ReturnType<typeof openCase>;
  tell(news: MissingNews): Promise<void>;
  find: ReturnType<typeof findFailures>;
  list: ReturnType<typeof listCases>;
  show(caseId?: string): Promise<Case>;
  redrive(caseId?: string): Promise<Case>;
  close(caseId?: string, note?: string): Promise<Case>;
  /** The executions of `undo`, by name, with their input. */
  undone(): Promise<Record<string, Json>>;
  dispose(): Promise<void>;
}

/**
 * A desk beside workflows of one step, which does in turn what `acts` says; `undo` is the real one. The functions speak
 * to the engine as they do to AWS: by the SDK, over loopback.
 */
export async function desk(dynamo: Dynamo, acts: Act[] = [throws('OutOfOrder')], script: Script = {}): Promise<Desk> {
  const rehearsal = rehearse({
    Work: acts,
    CancelCommands: [answers({ commands: [] })],
    ReleaseBikes: [answers({ slots: [] })],
    VoidPayment: [answers({})],
    ...script,
  });
  const { lab } = rehearsal;
  await rehearsal.make('undo');
  await rehearsal.make('reservation');
  const work = { Work: task('Work', { TimeoutSeconds: 900 }) };
  for (const workflow of ['rental', 'ride', 'reconciliation', 'repair'])
    await lab.create(work, { TimeoutSeconds: 600 }, workflow);
  const aws = await startAwsEndpoint(async ({ target, body }) => {
    const answer = await lab.send(target, JSON.parse(body) as JsonObject);
    return { status: answer.__type ? 400 : 200, body: answer };
  });
  const table = await dynamo.createTable({ name: STATUS_INDEX, partitionKey: 'status', sortKey: 'changedAt' });
  const cases = dynamoCases(dynamo.client, table);
  // Said once and for all: another desk may open beside this one, with an endpoint of its own.
  const client = new SFNClient({ endpoint: String(process.env['AWS_ENDPOINT_URL']) });
  const deps = { cases, executions: stepFunctions(WORKFLOWS.undo, client), workflows: WORKFLOWS, clock: lab.clock };
  const news = () => lab.told.map((told) => StatusChange.parse(told));
  return {
    cases,
    lab,
    calls: rehearsal.calls,
    async run(workflow, name = RENTAL_ID, input = INPUT) {
      await lab.finish(await lab.start(WORKFLOWS[workflow], input, name));
    },
    goOn: async (workflow, name = RENTAL_ID) => void (await lab.finish(executionArn(workflow, name))),
    news,
    async hear() {
      for (const one of news()) await openCase(deps)(one);
    },
    open: openCase(deps),
    tell: openCase(deps),
    find: findFailures(deps),
    list: listCases(deps),
    show: (caseId = CASE_ID) => showCase(deps)({ caseId }),
    redrive: (caseId = CASE_ID) => redriveCase(deps)({ caseId, operator: OPERATOR }),
    close: (caseId = CASE_ID, note = 'the rider was called') => closeCase(deps)({ caseId, operator: OPERATOR, note }),
    async undone() {
      const { executions } = (await lab.send('ListExecutions', { stateMachineArn: WORKFLOWS.undo })) as {
        executions: { executionArn: string; name: string }[];
      };
      const inputs = executions.map(async (one): Promise<[string, Json]> => {
        const { input } = await lab.describe(one.executionArn);
        return [one.name, JSON.parse(String(input))];
      });
      return Object.fromEntries(await Promise.all(inputs));
    },
    async dispose() {
      client.destroy();
      await aws.close();
    },
  };
}
