import base from './jest.config.js';

/** The pages in a real browser, against a whole city: `npm run test:browser`. */
export default {
  ...base,
  testMatch: ['<rootDir>/test/browser/**/*.test.ts'],
  testPathIgnorePatterns: ['/node_modules/'],
  // One city and one browser at a time: two of them on two cores only wait for each other.
  maxWorkers: 1,
};
