/**
 * For how long the city keeps what, in days. Items carry their end from here, buckets and log groups take it from
 * here, and what is not listed is kept for as long as what it describes is there: bikes, kiosks, registered residents.
 * Sessions, scans and allowances end after minutes or a day, and have their ends where they are made.
 */
export const RETENTION_DAYS = {
  /**
   * What belongs to a rental: the rental itself, its reservations, commands and facts, a payment by which no money
   * was taken, a party without a bike out. A month: twice the 14 days in which an execution can be redriven and its
   * rental token is good, so that no command outlives the item that would refuse it.
   */
  rental: 30,
  /** As long as the reservation: damage is found by the next rider or the next mechanic, in days. */
  photo: 30,
  /** Reports of damage, so that a part that keeps failing is seen to. They say nothing of who reported. */
  damage: 365,
  /** Which trips began and ended at a kiosk in an hour: the van's list is made of the last three. */
  flow: 2,
  /** Work orders that are closed: what was mended on a bike last year. They name mechanics by their tokens' subjects. */
  repair: 365,
  /** Cases that are closed, and where a bike was found that had been missing: what went wrong last year. */
  case: 365,
  /**
   * The log of what happened to bikes: thirteen months, so that a month can be held against the same one a year before.
   * Its trips are pseudonyms of rentals, which are gone after a month.
   */
  vehicleEvents: 400,
  /**
   * What operators have done by hand, and why: for as long as somebody may claim something for it (§§ 195 and 199 BGB:
   * three years from the end of the year).
   */
  action: 1_461,
  /** Payments by which money was taken: the longest time for which books are kept where we looked (§ 257 HGB: ten years). */
  books: 3_653,
  /** The sandbox's holds. Stripe takes refunds for half a year. */
  sandbox: 180,
  /** Logs of production: a quarter. They carry ids of rentals, bikes and kiosks, and nothing of riders. */
  log: 90,
} as const;

/** The end of what is kept from now on, in seconds since the epoch, as DynamoDB's time to live wants it. */
export function keptUntil(nowMs: number, kind: keyof typeof RETENTION_DAYS): number {
  return Math.floor(nowMs / 1000) + RETENTION_DAYS[kind] * 24 * 60 * 60;
}
