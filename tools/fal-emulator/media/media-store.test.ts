import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { createClock } from '../clock.ts';
import { openEmulator } from '../testing/open-emulator.ts';
import { createMediaStore } from './media-store.ts';

const fill = 'fal-ai/flux-pro/v1/fill';

describe('the storage', () => {
  it("takes the client's uploads, by themselves and inside an input", async () => {
    const { fal, emulator } = await openEmulator({ pictures: 'quick' });
    const picture = sharp({ create: { width: 64, height: 48, channels: 3, background: '#777' } });
    const bytes = new Uint8Array(await picture.png().toBuffer());
    const mask = sharp({ create: { width: 64, height: 48, channels: 3, background: '#fff' } });
    const file = new Blob([bytes], { type: 'image/png' });
    const url = await fal.storage.upload(file);
    const stored = await fetch(url);
    expect(stored.headers.get('content-type')).toBe('image/png');
    expect(new Uint8Array(await stored.arrayBuffer())).toEqual(bytes);

    const maskFile = new Blob([new Uint8Array(await mask.png().toBuffer())], { type: 'image/png' });
    const input = { prompt: 'a stain', image_url: file, mask_url: maskFile };
    const result = await fal.subscribe(fill, { input, pollInterval: 5 });
    expect(result.data.images[0]).toMatchObject({ width: 64, height: 48 });

    expect((await fetch(url.replace('.png', '.gif'))).status).toBe(404);
    emulator.lock();
    await expect(fal.storage.upload(file)).rejects.toMatchObject({ status: 403 });
  });

  it('puts files together that come in parts', async () => {
    const { call } = await openEmulator();
    const initiated = await call('POST', 'rest.fal.ai/storage/upload/initiate-multipart', {
      content_type: 'text/plain',
      file_name: 'long file.txt',
    });
    const { upload_url: url, file_url: fileUrl } = (await initiated.json()) as Record<string, string>;
    const parts: unknown[] = [];
    for (const [k, text] of ['first ', 'second'].entries()) {
      const put = await fetch(`${url}/${k + 1}`, { method: 'PUT', body: new TextEncoder().encode(text) });
      parts.push(await put.json());
    }
    expect(parts).toMatchObject([{ partNumber: 1 }, { partNumber: 2 }]);
    const complete = (body: unknown): Promise<Response> =>
      fetch(`${url}/complete`, { method: 'POST', body: JSON.stringify(body) });
    expect((await complete({ parts: [{ partNumber: 1, etag: '"wrong"' }] })).status).toBe(400);
    expect((await complete({ parts })).status).toBe(200);
    expect(await (await fetch(fileUrl!)).text()).toBe('first second');
  });

  it('refuses a file that nobody announced, and an announcement without a name', async () => {
    const { call, emulator } = await openEmulator();
    const put = await fetch(`${emulator.url}/v3.fal.media/files/nobody/knows.png`, {
      method: 'PUT',
      body: 'x',
    });
    expect(put.status).toBe(404);
    const initiated = await call('POST', 'rest.fal.ai/storage/upload/initiate', { content_type: 'a/b' });
    expect(initiated.status).toBe(422);
  });

  it('lets pictures expire as their job asked', async () => {
    const { fal } = await openEmulator({ speed: 200 });
    const result = await fal.subscribe('fal-ai/flux-pro/v1.1', {
      input: { prompt: 'a part' },
      storageSettings: { expiresIn: 'immediate' },
      pollInterval: 5,
    });
    await expect.poll(async () => (await fetch(result.data.images[0]!.url)).status).toBe(404);
  });

  it('lets the oldest files go over its budget', () => {
    const media = createMediaStore(createClock(1), 250);
    const paths = ['a', 'b', 'c'].map((name) => media.reserve(name, null));
    for (const path of paths) media.put(path, { bytes: new Uint8Array(100), type: 'x' });
    expect(paths.map((path) => media.get(path) !== null)).toEqual([false, true, true]);
  });
});

describe('addresses in answers', () => {
  it("are fal's own for a client that rewrites every address", async () => {
    const { fal, emulator } = await openEmulator({ links: 'fal' });
    const submitted = await fal.queue.submit('fal-ai/flux-pro/v1.1', { input: { prompt: 'a part' } });
    expect(submitted.response_url).toMatch(/^https:\/\/queue\.fal\.run\/fal-ai\/flux-pro\/requests\//);
    await emulator.idle();
    const { data } = await fal.queue.result('fal-ai/flux-pro/v1.1', { requestId: submitted.request_id });
    expect(data.images[0]!.url).toMatch(/^https:\/\/v3\.fal\.media\/files\//);
    expect(await fal.storage.upload(new Blob(['x'], { type: 'text/plain' }))).toMatch(
      /^https:\/\/v3\.fal\.media\/files\//,
    );
  });
});
