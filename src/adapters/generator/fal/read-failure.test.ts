import { describe, expect, test } from 'vitest';
import { isFromFal, readFailure } from './read-failure.ts';

function answer(status: number, body: unknown, headers: Record<string, string> = {}) {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  return { kind: 'answer' as const, status, headers: new Headers(headers), text };
}

describe('what an answer without a picture means', () => {
  test.each([
    [401, { detail: 'invalid key credentials' }, { code: 'account_key', account: true, retryable: true }],
    [
      403,
      { detail: 'User is locked. Reason: Exhausted balance. Top up your balance at …' },
      { code: 'account_locked', account: true, retryable: true },
    ],
    [403, '<html>blocked by the plant’s proxy</html>', { code: 'account_forbidden', account: true }],
    [404, { detail: 'Application "x" not found' }, { code: 'not_found', retryable: false }],
    [429, '', { code: 'rate_limited', retryable: true }],
    [
      422,
      { detail: [{ loc: ['body', 'prompt'], msg: 'policy', type: 'content_policy_violation' }] },
      { code: 'content_policy_violation', retryable: false },
    ],
    [
      422,
      { detail: [{ loc: ['body'], msg: 'nothing', type: 'no_media_generated' }] },
      { code: 'no_media_generated', retryable: false, newSeed: true },
    ],
    [
      422,
      { detail: [{ loc: ['body', 'image_url'], msg: 'too small', type: 'image_too_small' }] },
      { code: 'image_too_small', retryable: false },
    ],
    [
      422,
      { detail: 'something new', error_type: 'not_known_yet' },
      { code: 'not_known_yet', retryable: false },
    ],
    [500, { detail: 'boom', error_type: 'internal_error' }, { code: 'internal_error', retryable: true }],
    [
      503,
      { detail: 'x', error_type: 'runner_disconnected' },
      { code: 'runner_disconnected', retryable: true },
    ],
    [502, '<html><h1>502 Bad Gateway</h1>nginx</html>', { code: 'http_502', retryable: true }],
    [499, { detail: 'x', error_type: 'client_cancelled' }, { code: 'cancelled', retryable: false }],
  ])('%i %j', (status, body, expected) => {
    const failure = readFailure(answer(status, body));
    expect(failure).toMatchObject(expected);
    expect(failure.message).toMatch(/^[A-Z“f].*[.]$/);
  });

  test('fal’s own header goes before the status, under its old and its new name', () => {
    expect(readFailure(answer(500, { detail: 'x' }, { 'x-fal-needs-retry': '0' })).retryable).toBe(false);
    expect(readFailure(answer(500, { detail: 'x' }, { 'x-fal-retryable': 'false' })).retryable).toBe(false);
    expect(readFailure(answer(422, { detail: 'x' }, { 'x-fal-needs-retry': '1' })).retryable).toBe(true);
  });

  test('says how long to wait where that was said', () => {
    expect(readFailure(answer(429, '', { 'retry-after': '7' })).retryAfterSeconds).toBe(7);
    expect(readFailure(answer(429, '', { 'retry-after': 'soon' })).retryAfterSeconds).toBeUndefined();
    expect(readFailure(answer(429, '', { 'retry-after': '1e9' })).retryAfterSeconds).toBe(3600);
  });

  test('a stranger’s words stay on one short line', () => {
    const { message } = readFailure(answer(400, { detail: `a\nb ${'long '.repeat(200)}` }));
    expect(message).not.toContain('\n');
    expect(message.length).toBeLessThan(320);
  });
});

test('knows fal’s own answers from those of something on the way', () => {
  expect(isFromFal(answer(503, { detail: 'x', error_type: 'runner_scheduling_failure' }))).toBe(true);
  expect(isFromFal(answer(500, '', { 'x-fal-request-id': 'a' }))).toBe(true);
  expect(isFromFal(answer(502, '<html>nginx</html>'))).toBe(false);
  expect(isFromFal(answer(504, ''))).toBe(false);
});
