import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import type { APIGatewayProxyStructuredResultV2, Context } from 'aws-lambda';
import { type DamageRecorded, ReportDamage } from '../../../functions/bikes/contract.ts';
import { damageReports } from '../../../functions/frontend/kiosks/bikes.ts';
import { openSession as openSessionRoute } from '../../../functions/frontend/kiosks/open-session.ts';
import { lambdaOrchestration } from '../../../functions/frontend/kiosks/orchestration.ts';
import { readReceipt } from '../../../functions/frontend/kiosks/read-receipt.ts';
import { reportDamage } from '../../../functions/frontend/kiosks/report-damage.ts';
import { requestRental } from '../../../functions/frontend/kiosks/request-rental.ts';
import { viewRental } from '../../../functions/frontend/kiosks/view-rental.ts';
import { OpenSession, ReadRental, StartRental } from '../../../functions/orchestration/contract.ts';
import { openSession } from '../../../functions/orchestration/open-session.ts';
import { projectRental } from '../../../functions/orchestration/project-rental.ts';
import { readRental } from '../../../functions/orchestration/read-rental.ts';
import { startRental } from '../../../functions/orchestration/start-rental.ts';
import { httpHandler } from '../../../functions/shared/http-handler.ts';
import { workflowHandler } from '../../../functions/shared/workflow-handler.ts';
import { CREDENTIAL, setUpExchange } from '../orchestration/exchange.ts';
import { RENTAL_ARN, RENTAL_ID } from '../orchestration/rental-news.ts';
import { startAwsEndpoint, type WireAnswer } from '../shared/aws-endpoint.ts';
import { captureLog } from '../shared/captured-log.ts';
import { type Call, httpEvent } from '../shared/http-event.ts';

const context = {} as Context;
const names = { openSession: 'open-session', startRental: 'start-rental', readRental: 'read-rental' };

type Run = (command: unknown, context: Context) => Promise<unknown>;

/** Runs a function as Lambda does: an error becomes an answer that says so. */
async function invoke(run: Run, body: string): Promise<WireAnswer> {
  try {
    return { body: await run(JSON.parse(body), context) };
  } catch (error) {
    const { name: errorType, message: errorMessage } = error as Error;
    return { headers: { 'x-amz-function-error': 'Unhandled' }, body: { errorType, errorMessage, trace: [] } };
  }
}

/** What bikes does with a report, as the test has it. */
export type ReportDesk = (report: ReportDamage) => Promise<DamageRecorded>;

/**
 * The front end in front of orchestration's own functions, and of a desk for reports that keeps to bikes' contract,
 * with a Lambda on loopback in between. All that is logged is kept, until mocks are restored.
 */
export async function setUpFrontEnd(client: DynamoDBDocumentClient, desk: ReportDesk = async () => unasked()) {
  const log = captureLog();
  const exchange = await setUpExchange(client);
  const functions = new Map<string, Run>([
    ['open-session', workflowHandler({ command: OpenSession, bind: () => openSession(exchange) }) as Run],
    [
      'start-rental',
      workflowHandler({
        command: StartRental,
        bind: () => startRental({ ...exchange, tokens: exchange.signer }),
      }) as Run,
    ],
    ['read-rental', workflowHandler({ command: ReadRental, bind: () => readRental(exchange) }) as Run],
    ['report-damage', workflowHandler({ command: ReportDamage, bind: () => desk }) as Run],
  ]);
  const lambda = await startAwsEndpoint(async ({ path, body }) => {
    const run = functions.get(path.split('/')[3] ?? '');
    return run ? invoke(run, body) : { status: 404, body: {} };
  });
  const orchestration = lambdaOrchestration(names);
  const bikes = damageReports('report-damage');
  const routes = {
    sessions: httpHandler({ bind: () => openSessionRoute({ orchestration }) }),
    put: httpHandler({ bind: () => requestRental({ orchestration }) }),
    get: httpHandler({ bind: () => viewRental({ orchestration }) }),
    receipt: httpHandler({ bind: () => readReceipt({ orchestration }) }),
    reports: httpHandler({ bind: () => reportDamage({ bikes }) }),
  };
  const call = async (route: keyof typeof routes, { body, ...rest }: Omit<Call, 'body'> & { body?: unknown }) => {
    const text = body === undefined ? {} : { body: JSON.stringify(body) };
    const headers = { 'content-type': 'application/json', ...rest.headers };
    return routes[route](httpEvent({ kioskId: 'harbour', rentalId: RENTAL_ID, ...rest, ...text, headers }), context);
  };
  const scan = () => call('sessions', { body: { credential: CREDENTIAL } });
  return {
    ...exchange,
    log,
    call,
    scan,
    scanned: async () => jsonOf(await scan())['sessionId'] as string,
    tell: projectRental({ ...exchange, rentalArn: RENTAL_ARN }),
    close: lambda.close,
  };
}
export type FrontEnd = Awaited<ReturnType<typeof setUpFrontEnd>>;

function unasked(): never {
  throw new Error('Nobody reports damage in this test.');
}

export const jsonOf = (answer: APIGatewayProxyStructuredResultV2) =>
  JSON.parse(answer.body ?? 'null') as Record<string, unknown>;
