import { relative } from 'node:path';
import type { KnipConfig } from 'knip';
import { handlerFiles } from './infra/handlers.ts';

/** Where programs begin: everything else must be reached from one of these. */
const config: KnipConfig = {
  entry: [
    ...[...handlerFiles().values()].map((file) => relative(import.meta.dirname, file)),
    'laptop/{start,demo,build-first}.ts',
    'scripts/*.ts',
    'bench/states/waiting-process.ts',
    'soak/*.ts',
    // Programs that tests start, and kill.
    'test/local/states/host-process.ts',
    'test/scenarios/live-until-killed.ts',
    'kiosk/main.ts',
    'infra/{synth,environment-credentials,no-*}.ts',
    // CloudFront runs it.
    'infra/site/page-request.js',
    'local/**/worker.ts',
    'web/*/main.ts',
    'web/vite.config.ts',
  ],
  // Types that only their own file uses are exported all the same: they say what the file's functions take and give.
  ignoreExportsUsedInFile: { interface: true, type: true },
  // bench/peers is a package of its own.
  project: ['**/*.{ts,mjs,cjs,js}', '!bench/peers/**'],
};

export default config;
