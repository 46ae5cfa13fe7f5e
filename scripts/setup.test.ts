import { expect, test } from 'vitest';
import { checkNodeVersion } from './setup.mjs';

test.each(['20.19.0', '20.20.2', '22.0.0', '24.21.0'])('Node %s can run the set-up', (version) => {
  expect(() => checkNodeVersion(version)).not.toThrow();
});

test.each(['18.20.8', '20.18.3', '8.17.0'])(
  'Node %s is refused in a sentence that says what to do',
  (version) => {
    expect(() => checkNodeVersion(version)).toThrow(
      /needs Node 20\.19 or newer, and this is Node .* install a newer one/,
    );
  },
);
