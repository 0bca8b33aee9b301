/** How a hold stands at the acquirer. Amounts in minor units. */
export interface Hold {
  status: 'open' | 'held' | 'declined' | 'captured' | 'cancelled';
  /** What was taken for good. */
  captured: number;
}

/** A hold to be: what it is for, and how much of it. */
export interface HoldRequest {
  rentalId: string;
  /** Minor units. */
  amount: number;
  /** ISO 4217. */
  currency: string;
}

/** Money to be given back. The request's id tells a repeat from another refund of the same amount. */
export interface RefundRequest {
  rentalId: string;
  requestId: string;
  /** Minor units. */
  amount: number;
}

export type AcquirerName = 'stripe' | 'sandbox';

/**
 * Who holds, takes and gives back money on cards. A hold has a name before it holds anything: it is opened, its name
 * is written down, and only then is the card asked. So there is never a hold that we do not know of, and one that is
 * known can be looked up at any time, also when an answer was lost and when idempotency keys have long expired.
 *
 * All may be repeated: each looks first at what an earlier request has done, and answers how the hold stands now,
 * which may be otherwise than was asked for. Whoever asks must look. Each throws AcquirerUnavailable where that is
 * not known.
 */
export interface Acquirer {
  readonly name: AcquirerName;
  /** Names a hold for this rental, and holds nothing. Answers its id: the same one when repeated. */
  open(request: HoldRequest): Promise<string>;
  find(holdId: string): Promise<Hold>;
  /** Holds the money on this card, where the hold is still open. */
  hold(holdId: string, paymentMethod: string): Promise<Hold>;
  /** Takes this much of what is held, once, and lets go of the rest. */
  capture(holdId: string, amount: number): Promise<Hold>;
  /** Lets go of all, and closes the hold: it cannot hold anything any more. */
  cancel(holdId: string): Promise<Hold>;
  /** Gives back this much of what was captured, once a request. False where the acquirer will not. */
  refund(holdId: string, request: RefundRequest): Promise<boolean>;
}

/**
 * The acquirer of a hold, by the name that its payment keeps; without a name, the one that new payments go to.
 *
 * @throws AcquirerUnavailable where it has no key.
 */
export type Acquirers = (name?: AcquirerName) => Promise<Acquirer>;
