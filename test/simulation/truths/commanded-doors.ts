import type { Truth } from './truth.ts';

/** A kiosk begins a command before it expires; its hatch may be busy for as long as one motion takes. */
const BUSY_MS = 15_000;

/** Truth 2 of the design: before a bike a door opens because storage has said so, a moment ago, and once. */
export const commandedDoors: Truth = {
  says: 'A door opens before a bike only for a live command.',
  reads: ['commands'],
  broken({ ledger, now, records: { handovers, reservations } }) {
    return ledger.openings
      .filter(({ at, bikeId }) => at === now && bikeId !== null)
      .flatMap(({ kioskId, bikeId }) => {
        const slots = new Set(
          reservations.filter((one) => one.bikeId === bikeId).map(({ hold }) => `handover#${hold}`),
        );
        const live = handovers
          .filter((handover) => handover.kioskId === kioskId && slots.has(handover.pk))
          .flatMap(({ commands }) => Object.values(commands))
          .filter(({ kind, expiresAt }) => kind === 'openUntilTaken' && Date.parse(expiresAt ?? '') > now - BUSY_MS);
        return live.length > 0 ? [] : [`${kioskId} opens its door before ${bikeId}, and no live command says so.`];
      });
  },
};
