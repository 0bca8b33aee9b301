import { ExecutionAlreadyExists, SFNClient, StartExecutionCommand } from '@aws-sdk/client-sfn';
import { clientSettings } from '../shared/aws.ts';
import type { RepairInput } from './repair-contract.ts';

/** The workflow `repair`. */
export interface Repairs {
  /** Starts it for a work order. That it was started before is no fault. */
  start(input: RepairInput): Promise<void>;
}

export function stepFunctionsRepairs(stateMachineArn: string, client = new SFNClient(clientSettings())): Repairs {
  return {
    async start(input) {
      const start = { stateMachineArn, name: input.repairId, input: JSON.stringify(input) };
      try {
        await client.send(new StartExecutionCommand(start));
      } catch (error) {
        if (!(error instanceof ExecutionAlreadyExists)) throw error;
      }
    },
  };
}
