function unavailable(): never {
  throw new Error('This bundle was made without further pages of lists: see infra/lean/stripe.ts.');
}

/** Stands in for the module `autoPagination` of Stripe's library, which gives each list what leads on from it. */
export const makeAutoPaginationMethods = () => ({
  autoPagingEach: unavailable,
  autoPagingToArray: unavailable,
  [Symbol.asyncIterator]: unavailable,
});
