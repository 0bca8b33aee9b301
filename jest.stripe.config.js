import base from './jest.config.js';

/** Our requests to Stripe, judged by Stripe's own stand-in, at the URL in STRIPE_MOCK: `npm run test:stripe`. */
export default {
  ...base,
  testMatch: ['<rootDir>/test/stripe/**/*.test.ts'],
  testPathIgnorePatterns: ['/node_modules/'],
};
