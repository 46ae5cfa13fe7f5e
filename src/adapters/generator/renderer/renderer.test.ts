import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { afterAll, describe, expect, it } from 'vitest';
import type { GeneratedPicture, GenerationOutcome, GenerationRequest } from '#adapters/generator/port.ts';
import { unpackRegion } from '#core/annotation/packed-region.ts';
import { regionsToMask } from '#core/annotation/region.ts';
import { promptParametersSchema, unspecifiedParameters } from '#core/prompt/parameters.ts';
import { pixelsOf } from '#imaging/area.ts';
import { decodeMask, decodePicture, encodePng } from '#imaging/codec.ts';
import { families, findFamily } from '#imaging/defects/registry.ts';
import { RENDERER_VERSION, renderDefect } from '#imaging/render.ts';
import { analyseSurface } from '#imaging/surface/surface.ts';
import { createRendererGenerator } from './renderer.ts';

const generator = createRendererGenerator({ threads: 2 });
afterAll(() => generator.close());

/** A small photo: a lit disc on a table, so that the tests take milliseconds. */
const size = 200;
const disc = new Uint8Array(size * size).map((_, i) => {
  const x = (i % size) - size / 2;
  const y = Math.floor(i / size) - size / 2;
  return Math.hypot(x, y) < 80 ? 150 + x / 3 + ((i * 7919) % 5) : 60 + ((i * 104729) % 3);
});
const whole = { left: 0, top: 0 };
const golden = await encodePng({ width: size, height: size, channels: 1, data: disc });

const request = (seed: number, family = 'scratch', hash = 'disc'): GenerationRequest => ({
  golden: { hash, read: async () => golden },
  family,
  promptText: '',
  parameters: unspecifiedParameters,
  seed,
  attemptToken: 'token',
});
const quiet = { signal: new AbortController().signal, onProgress: () => {} };

function finished(outcome: GenerationOutcome): GeneratedPicture {
  if (outcome.kind !== 'finished') throw new Error(JSON.stringify(outcome));
  return outcome.result;
}

describe('the embedded renderer', () => {
  it('gives the bytes that drawing directly gives, on whichever thread', async () => {
    const picture = await decodePicture(golden);
    const surface = analyseSurface(picture);
    const outcomes = await Promise.all([1, 2, 1, 2, 1].map((seed) => generator.start(request(seed), quiet)));
    for (const [k, seed] of [1, 2, 1, 2, 1].entries()) {
      const result = finished(outcomes[k]!);
      const parameters = unspecifiedParameters;
      const direct = renderDefect({
        golden: picture,
        surface,
        family: findFamily('scratch')!,
        parameters,
        seed,
      });
      expect(await decodePicture(result.picture)).toEqual(direct.picture);
      const mask = await decodeMask(result.mask, result);
      expect(mask).toEqual(direct.mask);
      expect(regionsToMask(result.instances.map(unpackRegion), size, size)).toEqual(mask);
      expect(result.measured).toEqual(direct.measured);
      expect(result.picture.buffer.byteLength).toBe(result.picture.byteLength);
    }
    expect(generator.version).toBe(RENDERER_VERSION);
  });

  it('leaves out what is not wanted, draws in the region, and several defects', async () => {
    const region = { boxes: [{ x: 0.4, y: 0.4, width: 0.3, height: 0.3 }] };
    const parameters = promptParametersSchema.parse({ size: { min: 0.1, max: 0.2 } });
    const asked: GenerationRequest = {
      ...request(3, 'stain'),
      parameters,
      others: [{ family: 'crack', parameters }],
      options: { region, mmPerPixel: 0.1, variants: 2 },
      wants: { mask: false, thumbnails: false },
    };
    const { mask, thumbnails, picture, instances, measured } = finished(await generator.start(asked, quiet));
    expect([mask.length, thumbnails.small.length, thumbnails.large.length]).toEqual([0, 0, 0]);
    expect(new Set(instances.map(({ defect }) => defect))).toEqual(new Set([0, 1]));
    for (const { box } of instances) {
      expect(Math.min(box.x, box.y)).toBeGreaterThanOrEqual(80);
      expect(Math.max(box.x + box.width, box.y + box.height)).toBeLessThanOrEqual(140);
    }
    expect((measured as { choice: { scores: unknown[] } }).choice.scores.length).toBeGreaterThan(1);
    const all = finished(await generator.start({ ...asked, wants: {} }, quiet));
    expect(Buffer.compare(all.picture, picture)).toBe(0);
    expect(await decodeMask(all.mask, all)).toEqual(
      regionsToMask(all.instances.map(unpackRegion), size, size),
    );
    for (const file of [all.thumbnails.small, all.thumbnails.large]) {
      const shown = await decodePicture(file);
      expect([shown.width, shown.height]).toEqual([size, size]);
    }
  });

  it('draws in a region that is a file as in the same one in words, and says when it cannot be read', async () => {
    const box = { x: 0.4, y: 0.4, width: 0.3, height: 0.3 };
    const data = pixelsOf(
      { boxes: [box] },
      { width: size, height: size },
      { ...whole, width: size, height: size },
    );
    const file = await encodePng({
      width: size,
      height: size,
      channels: 1,
      data: data.map((value) => value * 255),
    });
    const asked = { ...request(4, 'stain'), options: { placement: 'region' as const } };
    const said = { ...asked, options: { ...asked.options, region: { boxes: [box] } } };
    const drawn = { ...asked, region: { hash: 'box', read: async () => file } };
    const [first, second] = [await generator.start(said, quiet), await generator.start(drawn, quiet)].map(
      finished,
    );
    expect(Buffer.compare(first!.picture, second!.picture)).toBe(0);
    const lost = { hash: 'lost', read: () => Promise.reject(new Error('gone')) };
    expect(await generator.start({ ...asked, region: lost }, quiet)).toMatchObject({
      kind: 'failed',
      retryable: true,
      code: 'region_unreadable',
    });
  });

  it('gives the same files whatever the number of threads, in whatever order', async () => {
    const alone = createRendererGenerator({ threads: 1 });
    // The disc has no print to smudge.
    const requests = families
      .filter((family) => !family.worksOn)
      .map(({ name }, seed) => request(seed, name));
    const one: GeneratedPicture[] = [];
    for (const each of requests) one.push(finished(await alone.start(each, quiet)));
    await alone.close();
    const two = await Promise.all(requests.toReversed().map((each) => generator.start(each, quiet)));
    expect(two.toReversed().map(finished)).toEqual(one);
  });

  it('reports progress forwards, and reads a golden image once for all threads', async () => {
    let reads = 0;
    const read = async (): Promise<Uint8Array> => {
      reads++;
      return golden;
    };
    let most = 0;
    // What is reported may come after the picture, more of it on a busy machine, and is then not waited for: that of some picture
    // comes in time.
    for (let seed = 0; seed < 6 || most < 3; seed++) {
      const seen: number[] = [];
      const onProgress = (percent: number): void => void seen.push(percent);
      const asked = { ...request(seed, 'dent'), golden: { hash: 'counted', read } };
      finished(await generator.start(asked, { ...quiet, onProgress }));
      expect(seen).toEqual([2, 35, 65, 85, 99].slice(0, seen.length));
      most = Math.max(most, seen.length);
    }
    expect(reads).toBe(1);
  });

  it('stops when told, before and during the work', async () => {
    const cancelled = { kind: 'failed', retryable: false, code: 'cancelled' };
    expect(await generator.start(request(1), { ...quiet, signal: AbortSignal.abort() })).toMatchObject(
      cancelled,
    );
    const controller = new AbortController();
    const onProgress = (): void => controller.abort();
    const outcome = await generator.start(request(1, 'stain', 'fresh'), {
      signal: controller.signal,
      onProgress,
    });
    expect(outcome).toMatchObject(cancelled);
  });

  it('fails in a sentence', async () => {
    expect(await generator.start(request(1, 'gremlin'), quiet)).toMatchObject({
      kind: 'failed',
      retryable: false,
      message: expect.stringMatching(/cannot draw "gremlin"/),
    });
    const lost = { hash: 'lost', read: () => Promise.reject(new Error('disk')) };
    expect(await generator.start({ ...request(1), golden: lost }, quiet)).toMatchObject({
      kind: 'failed',
      message: expect.stringMatching(/could not be read/),
    });
    const broken = { hash: 'broken', read: async () => golden.subarray(0, 90) };
    expect(await generator.start({ ...request(1), golden: broken }, quiet)).toMatchObject({
      kind: 'failed',
      message: expect.stringMatching(/damaged/),
    });
  });

  it('lets the process end, closed or not', async () => {
    const script = `
      import { readFileSync } from 'node:fs';
      import { createRendererGenerator } from '#adapters/generator/renderer/renderer.ts';
      import { promptParametersSchema, unspecifiedParameters } from '#core/prompt/parameters.ts';
      const generator = createRendererGenerator({ threads: 1 });
      const bytes = Buffer.from('${Buffer.from(golden).toString('base64')}', 'base64');
      const outcome = await generator.start(
        { golden: { hash: 'x', read: async () => bytes }, family: 'crack', promptText: '', parameters: unspecifiedParameters, seed: 1, attemptToken: '' },
        { signal: new AbortController().signal, onProgress() {} },
      );
      console.log(outcome.kind);`;
    const child = spawn(process.execPath, ['--input-type=module', '--eval', script], {
      stdio: ['ignore', 'pipe', 'inherit'],
      // Less than the minute after which idle threads end by themselves.
      timeout: 50_000,
    });
    let said = '';
    child.stdout!.on('data', (chunk: Buffer) => (said += chunk.toString()));
    const [code] = (await once(child, 'close')) as [number | null];
    expect([said.trim(), code]).toEqual(['finished', 0]);
  }, 90_000);
});
