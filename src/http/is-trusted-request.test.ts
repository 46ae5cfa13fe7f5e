import { expect, test } from 'vitest';
import { isTrustedRequest } from './is-trusted-request.ts';

test.each([
  ['a program', {}, true],
  ['its own page', { origin: 'http://localhost:4380', host: 'localhost:4380' }, true],
  ['its own page by number', { origin: 'http://127.0.0.1:4380', host: '127.0.0.1:4380' }, true],
  ['its own page by the other number', { origin: 'http://[::1]:4380', host: '[::1]:4380' }, true],
  ['a page of another site', { origin: 'https://evil.example', host: 'localhost:4380' }, false],
  ['a page on another port', { origin: 'http://localhost:3000', host: 'localhost:4380' }, false],
  ['a sandboxed page', { origin: 'null', host: 'localhost:4380' }, false],
  ['a name that was made to point here', { host: 'evil.example:4380' }, false],
  ['the same, with its origin', { origin: 'http://evil.example:4380', host: 'evil.example:4380' }, false],
  ['a name that looks like ours', { host: 'localhost.evil.example' }, false],
  ['no host that can be read', { host: '%%%' }, false],
])('%s, on a desk', (_, headers, trusted) => {
  expect(isTrustedRequest(headers, 'localhost')).toBe(trusted);
});

test('a server that is open to a network is reached by names it cannot know', () => {
  expect(isTrustedRequest({ origin: 'http://plant', host: 'plant' }, '0.0.0.0')).toBe(true);
  expect(isTrustedRequest({ origin: 'http://evil.example', host: 'plant' }, '0.0.0.0')).toBe(false);
});
