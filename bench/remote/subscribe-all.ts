import { parseArgs } from 'node:util';
import { createFalClient } from '@fal-ai/client';
import sharp from 'sharp';
import type { GenerationRequest } from '#adapters/generator/port.ts';
import { createRendererGenerator } from '#adapters/generator/renderer/renderer.ts';
import { openLocalStorage } from '#adapters/storage/local.ts';
import { unspecifiedParameters } from '#core/prompt/parameters.ts';
import { rewriteTo } from '../../tools/fal-emulator/rewrite-to.ts';

// What orchestrate is compared with, in a process of its own: the same pictures by the client's `subscribe`, so many
// in flight. It cuts, sends, waits, fetches, compares and stores files as the product does, but it has no database:
// what is under way when it ends is lost, and what was bought is bought again.
const { values: options } = parseArgs({
  options: {
    url: { type: 'string', default: '' },
    folder: { type: 'string', default: '' },
    jobs: { type: 'string', default: '1' },
    slots: { type: 'string', default: '1' },
    side: { type: 'string', default: '64' },
  },
});
const side = Number(options.side);
const photo = await sharp('samples/tile-a.jpg').resize(side, side).png().toBuffer();
const workshop = createRendererGenerator();
const storage = await openLocalStorage(options.folder, { isAlone: true });
const client = createFalClient({ credentials: 'id:secret', fetch: rewriteTo(options.url) });
const hooks = { signal: new AbortController().signal };
const uri = (png: Uint8Array): string => `data:image/png;base64,${Buffer.from(png).toString('base64')}`;

await make(0);
const begun = performance.now();
const used = process.cpuUsage();
let next = 1;
let failed = 0;
const lane = async (): Promise<void> => {
  for (let seed = next++; seed <= Number(options.jobs); seed = next++) if (!(await make(seed))) failed++;
};
await Promise.all(Array.from({ length: Number(options.slots) }, lane));
const ms = performance.now() - begun;
const { user, system } = process.cpuUsage(used);
await workshop.close();
console.log(JSON.stringify({ ms, cpuMs: (user + system) / 1000, failed }));

async function make(seed: number): Promise<boolean> {
  const request: GenerationRequest = {
    golden: { hash: 'tile', read: async () => photo },
    family: 'scratch',
    promptText: 'a scratch',
    parameters: unspecifiedParameters,
    seed,
    attemptToken: '',
  };
  const cut = await workshop.cut(request, hooks);
  if (cut.kind === 'failed') return false;
  const { data } = await client.subscribe('fal-ai/flux-pro/v1/fill', {
    input: {
      prompt: 'a scratch',
      seed,
      image_url: uri(cut.picture),
      mask_url: uri(cut.mask),
      output_format: 'png',
    },
  });
  const answer = await fetch(data.images[0]!.url);
  const made = await workshop.paste(request, new Uint8Array(await answer.arrayBuffer()), hooks);
  if (made.kind !== 'finished') return false;
  const { picture, mask, thumbnails } = made.result;
  const { small, large } = thumbnails;
  await Promise.all([picture, mask, small, large].map((file) => storage.put(file)));
  return true;
}
