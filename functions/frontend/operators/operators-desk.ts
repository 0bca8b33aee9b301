import * as z from 'zod/mini';
import type { ChangeBike } from '../../bikes/fleet-contract.ts';
import type { CorrectBike, EndRide, QuarantineBay } from '../../bikes/operator-contract.ts';
import { Action, ActionsListed, type ListActions, type NoteAction } from '../../operations/action-contract.ts';
import type { RefundPayment } from '../../payments/contract.ts';
import { lambdaCaller } from '../services.ts';

/**
 * The services' functions by which operators act by hand. Their refusals come under their own names; of what is done,
 * only that it is done counts here.
 */
export interface OperatorsDesk {
  noteAction(command: NoteAction): Promise<Action>;
  changeBike(command: ChangeBike): Promise<unknown>;
  quarantineBay(command: QuarantineBay): Promise<unknown>;
  endRide(command: EndRide): Promise<unknown>;
  correctBike(command: CorrectBike): Promise<unknown>;
  refundPayment(command: RefundPayment): Promise<unknown>;
}

export function lambdaDesk(names: Record<keyof OperatorsDesk, string>, call = lambdaCaller()): OperatorsDesk {
  const done = <Command>(name: string) => call<Command, unknown>(name, z.unknown());
  return {
    noteAction: call<NoteAction, Action>(names.noteAction, Action),
    changeBike: done<ChangeBike>(names.changeBike),
    quarantineBay: done<QuarantineBay>(names.quarantineBay),
    endRide: done<EndRide>(names.endRide),
    correctBike: done<CorrectBike>(names.correctBike),
    refundPayment: done<RefundPayment>(names.refundPayment),
  };
}

/** What operators have done, for operators to read. */
export interface ActionList {
  listActions(command: ListActions): Promise<ActionsListed>;
}

export function lambdaActionList(names: Record<keyof ActionList, string>, call = lambdaCaller()): ActionList {
  return { listActions: call<ListActions, ActionsListed>(names.listActions, ActionsListed) };
}
