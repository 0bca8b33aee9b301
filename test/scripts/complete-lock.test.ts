import { describe, expect, it } from '@jest/globals';
import { missingEntries, platformOf } from '../../scripts/complete-lock.mjs';

describe('completing the lock file', () => {
  it.each([
    ['@swc/core-linux-x64-gnu', { os: ['linux'], cpu: ['x64'], libc: ['glibc'] }],
    ['@rolldown/binding-linux-arm-gnueabihf', { os: ['linux'], cpu: ['arm'], libc: ['glibc'] }],
    ['@biomejs/cli-linux-arm64-musl', { os: ['linux'], cpu: ['arm64'], libc: ['musl'] }],
    ['@biomejs/cli-darwin-arm64', { os: ['darwin'], cpu: ['arm64'] }],
    ['@unrs/resolver-binding-wasm32-wasi', { cpu: ['wasm32'] }],
  ])('reads the platform off the name %s', (name, platform) => {
    expect(platformOf(name)).toEqual(platform);
  });

  it('adds an entry for an optional dependency that the lock lacks, and none for one that it has', () => {
    const lock = {
      packages: {
        '': {},
        'node_modules/tool': {
          dev: true,
          optionalDependencies: { 'tool-linux-x64': '1.2.3', 'tool-darwin-x64': '1.2.3' },
        },
        'node_modules/tool/node_modules/tool-linux-x64': { version: '1.2.3' },
      },
    };

    const missing = missingEntries(lock);

    expect(missing).toEqual({
      'node_modules/tool-darwin-x64': { version: '1.2.3', dev: true, optional: true, os: ['darwin'], cpu: ['x64'] },
    });
  });

  it('refuses to guess a version that is a range', () => {
    const lock = { packages: { 'node_modules/tool': { optionalDependencies: { 'tool-linux-x64': '^1.2.3' } } } };

    expect(() => missingEntries(lock)).toThrow(/no exact version/);
  });
});
