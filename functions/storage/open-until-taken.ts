import { workflowHandler } from '../shared/workflow-handler.ts';
import { HardwareCommand } from './contract.ts';
import { commandDependencies } from './dependencies.ts';
import { type CommandDependencies, giveCommand } from './give-command.ts';

/** Has a kiosk open its hatch until the bike was taken. The task ends when the sensor has lost the bike. */
export function openUntilTaken(deps: CommandDependencies) {
  return giveCommand('openUntilTaken', deps);
}

export const handler = workflowHandler({
  command: HardwareCommand,
  bind: () => openUntilTaken(commandDependencies()),
});
