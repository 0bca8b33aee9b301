import { NamedError } from '../shared/errors.ts';

/** There is no such work order, or none any more. */
export class WorkOrderUnknown extends NamedError {
  override readonly name = 'WorkOrderUnknown';
}

/** Another mechanic has started the work. Who that is, is nobody's business. */
export class WorkOrderTaken extends NamedError {
  override readonly name = 'WorkOrderTaken';
}

/** Who wants to inspect a repair has made it. */
export class OwnWork extends NamedError {
  override readonly name = 'OwnWork';
}

/** The work order is in another state than one in which this can be done. */
export class WorkOrderOutOfTurn extends NamedError {
  override readonly name = 'WorkOrderOutOfTurn';
}

/** The work cannot be finished: its photo is not there, or none, or is of other work. */
export class WorkPhotoMissing extends NamedError {
  override readonly name = 'WorkPhotoMissing';
}

export class PhotosTooMany extends NamedError {
  override readonly name = 'PhotosTooMany';
}
