// Tests run as CommonJS, which starts three times faster than Jest's ESM mode with the same files. Packages
// that ship ESM only are transformed too; Middy's export maps offer no CommonJS entry, so it is named by file.
const transformed = [
  '@middy',
  'jose',
  '@peculiar',
  'aedes',
  'aedes-[^/]+',
  'hyperid',
  'uuid-parse',
  'jsonata',
  'oidc-provider',
];

export default {
  testEnvironment: 'node',
  rootDir: '.',
  testMatch: ['<rootDir>/test/**/*.test.ts'],
  testPathIgnorePatterns: ['/node_modules/', '<rootDir>/test/(browser|deployed|stripe)/'],
  modulePathIgnorePatterns: ['<rootDir>/.build/', '<rootDir>/cdk.out/', '<rootDir>/.freewheel/'],
  transform: {
    '\\.(ts|js|mjs)$': [
      '@swc/jest',
      { jsc: { target: 'es2024', parser: { syntax: 'typescript' } }, module: { type: 'commonjs' } },
    ],
  },
  transformIgnorePatterns: [`/node_modules/(?!(${transformed.join('|')})/)`],
  moduleNameMapper: { '^@middy/([^/]+)$': '<rootDir>/node_modules/@middy/$1/index.js' },
  globalSetup: '<rootDir>/test/temporary/open.cjs',
  globalTeardown: '<rootDir>/test/temporary/close.cjs',
  reporters: ['default', '<rootDir>/test/closing-line.cjs'],
  // A bound against waiting in vain, not a measure of anything: scenarios run a whole city.
  testTimeout: 180_000,
  maxWorkers: 2,
  // Each file leaves a little behind in its worker, and a whole city more; a worker that has grown is begun anew.
  workerIdleMemoryLimit: '1GB',
};
