import { workflowHandler } from '../shared/workflow-handler.ts';
import { HardwareCommand } from './contract.ts';
import { commandDependencies } from './dependencies.ts';
import { type CommandDependencies, giveCommand } from './give-command.ts';

/** Has a kiosk carry a bike from its bay to the hatch. The task ends when the hatch's sensor reads the bike. */
export function moveBike(deps: CommandDependencies) {
  return giveCommand('move', deps);
}

export const handler = workflowHandler({
  command: HardwareCommand,
  bind: () => moveBike(commandDependencies()),
});
