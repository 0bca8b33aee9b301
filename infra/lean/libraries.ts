import { leanLibrary } from './left-out.ts';

/** Verifiers are handed their keys: whatever a token says, there is nothing in a bundle that would fetch others. */
export const leanTokens = leanLibrary({
  by: 'libraries.ts',
  packages: 'aws-jwt-verify',
  files: ['https', 'https-node'],
  methods: {
    jwk: ['getJwk', 'getJwks', 'wait', 'release', 'registerFailedAttempt', 'registerSuccessfulAttempt'],
    'jwt-verifier': ['verify', 'hydrate'],
  },
});

/** Decorators, children of loggers, and what is logged of whole contexts. */
export const leanLogger = leanLibrary({
  by: 'libraries.ts',
  packages: '@aws-lambda-powertools',
  methods: {
    Logger: ['createChild', 'injectLambdaContext', 'addContext', 'refreshSampleRateCalculation', 'setCorrelationId'],
  },
});
