import { describe, expect, test } from 'vitest';
import { fulfils } from './installed-packages.mjs';

const machine = { os: 'linux', cpu: 'x64', libc: 'glibc' };
const wanted = {
  '': { version: '0.1.0' },
  'node_modules/a': { version: '1.0.0' },
  'node_modules/a-linux': { version: '1.0.0', optional: true, os: ['linux'], cpu: ['x64'], libc: ['glibc'] },
  'node_modules/a-musl': { version: '1.0.0', optional: true, os: ['linux'], cpu: ['x64'], libc: ['musl'] },
  'node_modules/a-darwin': { version: '1.0.0', optional: true, os: ['darwin'], cpu: ['x64'] },
  'node_modules/only-darwin-needs-it': { version: '1.0.0', optional: true },
};
const a = { 'node_modules/a': { version: '1.0.0' } };
const aLinux = { 'node_modules/a-linux': { version: '1.0.0' } };

describe('an installation', () => {
  test('is complete without what is for other machines', () => {
    expect(fulfils({ ...a, ...aLinux }, wanted, machine)).toBe(true);
  });

  test.each([
    ['lacks a package', { ...aLinux }],
    ['lacks an optional package for this machine', { ...a }],
    ['has another version', { ...aLinux, 'node_modules/a': { version: '1.0.1' } }],
    [
      'has another version of an optional one',
      { ...a, ...aLinux, 'node_modules/a-darwin': { version: '0.9.0' } },
    ],
    ['is empty', {}],
  ])('that %s is not', (_, found) => {
    expect(fulfils(found, wanted, machine)).toBe(false);
  });
});
