import { readFileSync } from 'node:fs';
import { userInfo } from 'node:os';
import { parseArgs } from 'node:util';
import { LambdaClient } from '@aws-sdk/client-lambda';
import { Refused } from './call.ts';
import { CASE_FUNCTIONS, HELP, readRequest, workOnCases } from './cases.ts';
import { pickOutputs } from './outputs.ts';

/** Exit codes: done; refused by the service, or not reached; not understood. */
const [DONE, REFUSED, NOT_UNDERSTOOD] = [0, 1, 2];

function readArguments() {
  try {
    return parseArgs({
      allowPositionals: true,
      options: {
        city: { type: 'string', default: 'havenbrook' },
        stage: { type: 'string', default: 'dev' },
        outputs: { type: 'string', default: '.build/outputs.json' },
        operator: { type: 'string', default: userInfo().username },
        status: { type: 'string' },
        note: { type: 'string' },
        help: { type: 'boolean', default: false },
      },
    });
  } catch (fault) {
    console.error((fault as Error).message);
    return undefined;
  }
}

/** `npm run cases -- list|show|redrive|close`: what an operator does about what went wrong. */
async function main(): Promise<number | undefined> {
  const read = readArguments();
  const request = read && readRequest(read.positionals, read.values);
  if (!read || !request) {
    console.error(HELP);
    return NOT_UNDERSTOOD;
  }
  if (request.action === 'help') {
    console.log(HELP);
    return DONE;
  }
  const { city, stage, outputs, operator } = read.values;
  try {
    const functions = pickOutputs(JSON.parse(readFileSync(outputs, 'utf8')), city, stage, CASE_FUNCTIONS);
    const lines = await workOnCases(request, { lambda: new LambdaClient({}), functions, operator });
    console.log(lines.join('\n'));
    return DONE;
  } catch (fault) {
    console.error(fault instanceof Refused ? fault.message : `The cases could not be reached: ${fault}`);
    return REFUSED;
  }
}

process.exitCode = await main();
