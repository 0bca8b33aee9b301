import type { ExecutionHead } from './execution.ts';
import type { MachineRevision } from './machines.ts';

/** The ARN of an execution; an Express one carries an id besides its name, for names of those may repeat. */
function arnOf({ arn, name: machine, type }: MachineRevision, name: string, id: number): string {
  const [partition, service, region, account] = arn.split(':').slice(1, 5);
  const prefix = ['arn', partition, service, region, account].join(':');
  return type === 'EXPRESS' ? `${prefix}:express:${machine}:${name}:${id}` : `${prefix}:execution:${machine}:${name}`;
}

/** The beginning of an execution, before its first event. */
export function newHead(
  machine: MachineRevision,
  { id, name, input, now }: { id: number; name: string; input: string; now: number },
): ExecutionHead {
  return {
    ...{ id, name, input, arn: arnOf(machine, name, id), isExpress: machine.type === 'EXPRESS' },
    ...{ machineArn: machine.arn, machineName: machine.name, revision: machine.revision, roleArn: machine.roleArn },
    ...{ startedAt: now, status: 'RUNNING', stoppedAt: null, output: null, error: null, cause: null, timeoutAt: null },
    ...{ redriveCount: 0, redrivenAt: null, lastEventId: 0, toldStatus: null },
  };
}
