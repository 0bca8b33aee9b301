declare module 'aamva' {
  /** The tracks of a stripe, as far as a kiosk reads them. */
  interface Stripe {
    state: string;
    city: string;
    address: string;
    iso_iin: string;
    id: string | undefined;
    dl_overflow: string;
    expiration_date: string;
    birthday: string | undefined;
    postal_code: string;
  }
  /** Throws a TypeError where a track does not match. */
  function stripe(data: string): Stripe;
  const aamva: { stripe: typeof stripe };
  export = aamva;
}
