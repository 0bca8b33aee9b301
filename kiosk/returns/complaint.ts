import type { BikePart } from '../../functions/bikes/contract.ts';
import { NotNow } from '../rider/rider.ts';
import type { DamageReports } from './damage-reports.ts';
import type { ReturnBoard } from './return-board.ts';

/**
 * A report in two taps, by whoever has just brought the bike: something is wrong, and where. The rider is thanked at
 * once, whether or not there is a network.
 *
 * @throws NotNow where the screen does not speak of that bike any more.
 */
export function complaint(board: Pick<ReturnBoard, 'docked' | 'amend'>, reports: Pick<DamageReports, 'report'>) {
  return (bikeId: string, part?: BikePart): void => {
    const docked = board.docked(bikeId);
    if (!docked) throw new NotNow(`${bikeId} was not brought back just now.`);
    if (part !== undefined) reports.report(bikeId, part);
    board.amend(bikeId, { damage: part ?? 'asked' });
  };
}
