import { describe, expect, it } from 'vitest';
import { errorOf, urlOf } from './client.ts';

describe('the address of a route', () => {
  it('fills names in, escaped', () => {
    expect(urlOf({ path: '/cells/:cellId/uploads' }, { cellId: 'a/b' })).toBe('/api/v1/cells/a%2Fb/uploads');
  });

  it('appends what the query has and leaves out what it has not', () => {
    expect(urlOf({ path: '/x' }, {}, { limit: 5, after: undefined, split: '80,10,10' })).toBe(
      '/api/v1/x?limit=5&split=80%2C10%2C10',
    );
  });
});

describe('what the server refused', () => {
  it('keeps the server’s sentence', () => {
    const body = JSON.stringify({
      error: { code: 'conflict', message: 'Taken. Choose another.', requestId: 'r1' },
    });
    expect(errorOf(409, body)).toMatchObject({
      code: 'conflict',
      message: 'Taken. Choose another.',
      requestId: 'r1',
    });
  });

  it('has a sentence for an answer that is not ours', () => {
    expect(errorOf(502, '<html>').message).toContain('502');
    expect(errorOf(500, 'null').code).toBe('internal');
  });
});
