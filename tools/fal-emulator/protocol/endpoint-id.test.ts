import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseEndpointId, parseRequestAddress } from './endpoint-id.ts';

describe('an endpoint id', () => {
  it.each([
    ['fal-ai/flux-pro/v1/fill', 'fal-ai/flux-pro', 'v1/fill'],
    ['fal-ai/flux-lora-fill', 'fal-ai/flux-lora-fill', null],
    ['workflows/owner/app/step', 'workflows/owner/app', 'step'],
    ['comfy/owner/app', 'comfy/owner/app', null],
    ['110602490-lora', '110602490/lora', null],
  ])('%s is the app %s with the path %s', (id, app, path) => {
    expect(parseEndpointId(id)).toMatchObject({ app, path });
  });

  it.each(['', 'fal-ai', 'workflows/owner', 'a//b', 'a/b/../c d', 'a/requests/b'])('is not "%s"', (text) => {
    expect(parseEndpointId(text)).toBeNull();
  });
});

describe('the address of a request', () => {
  const segment = fc.stringMatching(/^[\w-]{1,8}$/).filter((text) => text !== 'requests');
  const operations = {
    '': 'result',
    '/response': 'result',
    '/status': 'status',
    '/status/stream': 'stream',
    '/cancel': 'cancel',
  };

  it('names app, request and operation, whatever path stands between', () => {
    fc.assert(
      fc.property(
        fc.array(segment, { minLength: 3, maxLength: 6 }),
        segment,
        fc.constantFrom(...Object.entries(operations)),
        (parts, requestId, [suffix, operation]) => {
          const { app } = parseEndpointId(parts.join('/'))!;
          for (const id of [app, parts.join('/')]) {
            const address = parseRequestAddress(`${id}/requests/${requestId}${suffix}`);
            expect(address).toEqual({ app, requestId, operation });
          }
        },
      ),
    );
  });

  it.each(['requests/a', 'fal-ai/flux/requests/a/other', 'fal-ai/flux/requests/', 'fal-ai/flux'])(
    'is not "%s"',
    (text) => {
      expect(parseRequestAddress(text)).toBeNull();
    },
  );
});
