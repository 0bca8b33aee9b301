import type { Finding, WorkOrder } from '../../functions/workshop/contract.ts';
import { momentWords } from '../shared/words.ts';

const PRIORITIES: Record<WorkOrder['priority'], string> = {
  urgent: 'Out of service',
  soon: 'Look at it soon',
  routine: 'Inspection due',
};

const KINDS: Record<Finding['kind'], string> = {
  brakes: 'Brakes',
  tyres: 'Tyres',
  chain: 'Chain',
  lights: 'Lights',
  saddle: 'Saddle',
  frame: 'Frame',
  other: 'Something else, a rider says',
  shortRide: 'Riders brought it back within minutes',
  photoGap: 'Photos of it were not taken',
  withdrawn: 'The machine could not give it out',
  inspection: 'Due for its inspection',
};

const SEVERITIES: Record<NonNullable<Finding['severity']>, string> = {
  rideable: 'one can ride with it',
  hardToRide: 'hard to ride',
  dangerous: 'dangerous',
};

export const priorityWords = ({ priority, isLate }: WorkOrder) => `${PRIORITIES[priority]}${isLate ? ', late' : ''}`;

export function findingWords({ kind, firstAt, lastAt, severity }: Finding): string {
  const since = firstAt === lastAt ? momentWords(firstAt) : `${momentWords(firstAt)}, and again ${momentWords(lastAt)}`;
  return `${KINDS[kind]}${severity ? `, ${SEVERITIES[severity]}` : ''} (${since})`;
}

export const kindsWords = ({ findings }: WorkOrder) => findings.map(({ kind }) => KINDS[kind]).join(', ');

export function placeWords({ place }: WorkOrder): string {
  if (!place) return 'Not at a kiosk now';
  return `${place.kioskName ?? place.kioskId}, bay ${place.bay}`;
}

/** How far the work has come, as whoever asks has to know it. */
export function stateWords({ status, isMine, mayInspect, startedAt, outcome }: WorkOrder): string {
  switch (status) {
    case 'open':
      return 'Nobody is at it.';
    case 'started':
      if (isMine) return 'You are at it.';
      return `Another mechanic is at it${startedAt ? ` since ${momentWords(startedAt)}` : ''}.`;
    case 'finished':
      if (mayInspect) return 'It is mended, and waits for its inspection.';
      return 'You have mended it. Somebody else inspects it now.';
    case 'passed':
      return 'It passed its inspection, and goes back into service.';
    case 'closed':
      return outcome === 'inService'
        ? 'It is back in service.'
        : outcome === 'bikeGone'
          ? 'The bike did not turn up.'
          : 'It passed its inspection; an operator keeps it out of service.';
  }
}
