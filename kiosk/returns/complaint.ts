import type { BikePart, DamageSeverity } from '../../functions/bikes/contract.ts';
import type { ReturnPictures } from '../photos/return-pictures.ts';
import { NotNow } from '../rider/rider.ts';
import type { DamageReports } from './damage-reports.ts';
import type { ReturnBoard } from './return-board.ts';

/** What a rider taps of a bike that has something wrong with it: where, how bad, and whether its picture goes along. */
export interface Complaint {
  part?: BikePart | undefined;
  severity?: DamageSeverity | undefined;
  withPhoto?: boolean | undefined;
}

/**
 * A report in a few taps, by whoever has just brought the bike: something is wrong, where, how bad, and whether the
 * picture is sent along that the camera took as the bike came back. Whatever was tapped counts, also where the rider then
 * walks away; they are thanked at once, whether or not there is a network.
 *
 * @throws NotNow where the screen does not speak of that bike any more, or does not ask for that.
 */
export function complaint(
  board: Pick<ReturnBoard, 'docked' | 'amend'>,
  pictures: Pick<ReturnPictures, 'of' | 'forget'>,
  reports: Pick<DamageReports, 'say'>,
) {
  const rate = (bikeId: string, part: BikePart, severity: DamageSeverity) => {
    reports.say(bikeId, part, { severity });
    const isPictured = pictures.of(bikeId) !== undefined;
    board.amend(bikeId, { severity, ...(isPictured && { photo: 'offered' }) });
  };
  const picture = (bikeId: string, part: BikePart, isWanted: boolean) => {
    const shot = pictures.of(bikeId);
    if (!shot) throw new NotNow(`There is no picture of ${bikeId}.`);
    if (isWanted) reports.say(bikeId, part, { shot });
    pictures.forget(bikeId);
    board.amend(bikeId, { photo: isWanted ? 'sent' : 'declined' });
  };
  return (bikeId: string, { part, severity, withPhoto }: Complaint = {}): void => {
    const docked = board.docked(bikeId);
    if (!docked) throw new NotNow(`${bikeId} was not brought back just now.`);
    const before = docked.damage === 'asked' ? undefined : docked.damage;
    const named = part ?? before;
    if (part !== undefined && part !== before) {
      reports.say(bikeId, part);
      board.amend(bikeId, { damage: part, severity: undefined, photo: undefined });
    }
    if (named === undefined) {
      if (severity !== undefined || withPhoto !== undefined)
        throw new NotNow(`Say what is wrong with ${bikeId} first.`);
      board.amend(bikeId, { damage: 'asked' });
      return;
    }
    if (severity !== undefined) rate(bikeId, named, severity);
    if (withPhoto !== undefined) picture(bikeId, named, withPhoto);
  };
}
