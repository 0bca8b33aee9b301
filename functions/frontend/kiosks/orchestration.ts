import {
  OpenedSession,
  type OpenSession,
  type ReadRental,
  RentalView,
  StartedRental,
  type StartRental,
} from '../../orchestration/contract.ts';
import { lambdaCaller } from '../services.ts';

/** The functions of orchestration behind the HTTP API. Their refusals come under their own names. */
export interface Orchestration {
  openSession(command: OpenSession): Promise<OpenedSession>;
  startRental(command: StartRental): Promise<StartedRental>;
  readRental(command: ReadRental): Promise<RentalView>;
}

export function lambdaOrchestration(names: Record<keyof Orchestration, string>, call = lambdaCaller()): Orchestration {
  return {
    openSession: call<OpenSession, OpenedSession>(names.openSession, OpenedSession),
    startRental: call<StartRental, StartedRental>(names.startRental, StartedRental),
    readRental: call<ReadRental, RentalView>(names.readRental, RentalView),
  };
}
