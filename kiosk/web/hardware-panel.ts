import * as z from 'zod/mini';
import { SANDBOX_CARDS } from '../../functions/payments/contract.ts';
import { BayId, BayStatus, BikeId } from '../../functions/shared/fields.ts';
import { FAULT_MODES, FAULT_NAMES } from '../hardware/simulated/faults.ts';
import type { SandboxCard, SimulatedMachine } from '../hardware/simulated/machine.ts';
import type { PageState, SampleCard } from './contract.ts';
import { PageProblem } from './problem.ts';
import { readBody, Scan } from './read-body.ts';
import type { Route } from './route.ts';

const Tap = z.strictObject({ card: z._default(z.literal(Object.keys(SANDBOX_CARDS) as SandboxCard[]), 'good') });
const Dock = z.strictObject({ bikeId: BikeId });
const BayFault = z.strictObject({ bay: BayId, status: BayStatus });
const Fault = z.strictObject({ fault: z.enum(FAULT_NAMES), mode: z.enum(FAULT_MODES) });

/** The panel beside the screen: the hands of a rider, and the ways in which hardware fails. */
export function hardwareRoutes(
  machine: SimulatedMachine,
  cards: SampleCard[],
  state: () => PageState,
): Record<string, Route> {
  return {
    'GET hardware/cards': () => cards,
    'POST hardware/take': () => {
      const bikeId = machine.take();
      if (bikeId === undefined)
        throw new PageProblem(409, 'nothing-to-take', 'There is no bike in an open hatch to take.');
      return { bikeId };
    },
    'POST hardware/scan': async (request) => machine.scan((await readBody(request, Scan)).raw),
    'POST hardware/tap': async (request) => machine.tap((await readBody(request, Tap)).card),
    'POST hardware/leave': () => machine.leave(),
    'POST hardware/dock': async (request) => {
      const { bikeId } = await readBody(request, Dock);
      const { bays, hatch } = state().machine;
      if (hatch === bikeId || bays.some((bay) => bay.bikeId === bikeId))
        throw new PageProblem(409, 'bike-is-here', `${bikeId} stands in this kiosk already.`);
      machine.dock(bikeId);
      return {};
    },
    'POST hardware/bay': async (request) => {
      const { bay, status } = await readBody(request, BayFault);
      if (bay > state().machine.bays.length) throw new PageProblem(409, 'no-such-bay', `This kiosk has no bay ${bay}.`);
      machine.bayFault(bay, status);
      return {};
    },
    'POST hardware/fault': async (request) => {
      const { fault, mode } = await readBody(request, Fault);
      machine.fault(fault, mode);
      return {};
    },
  };
}
