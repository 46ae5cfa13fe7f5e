import { sql } from 'kysely';
import sharp from 'sharp';
import { beforeAll, describe, expect, test } from 'vitest';
import type { BoardView } from '#contract/blueprint.ts';
import { addCutOut, type CutOutView, listCutOuts, removeCutOut } from '#contract/cut-out.ts';
import { changeGolden } from '#contract/golden.ts';
import { sweepPictures } from '#services/sweep-pictures.ts';
import { call, fileForm } from '../support/api.ts';
import { makeBlueprint } from '../support/blueprint.ts';
import { makeCandidates } from '../support/candidates.ts';
import { openLivePage } from '../support/live-page.ts';
import { plain } from '../support/pictures.ts';
import { storedObjects } from '../support/stored-objects.ts';
import { startTestServer } from '../support/test-server.ts';

const server = await startTestServer();
const { address, context } = server;

let board: BoardView;
beforeAll(async () => {
  board = await makeBlueprint(address, { photos: ['tile-a.jpg'], defects: ['contamination', 'scratch'] });
});
const contamination = (): { defectId: string } => ({ defectId: board.defects[0]!.id });

/** A crumb of one colour in the middle of nothing, as PNG. */
async function crumb(colour: string, width = 90): Promise<Uint8Array<ArrayBuffer>> {
  const body = `<rect x="20" y="30" width="${width - 40}" height="12" rx="3" fill="${colour}"/>`;
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="70">${body}</svg>`;
  return plain(await sharp(Buffer.from(svg)).png().toBuffer());
}

async function add(name: string, bytes: Uint8Array<ArrayBuffer>, lengthMm?: string): Promise<CutOutView> {
  const form = fileForm('picture', name, bytes);
  if (lengthMm !== undefined) form.append('lengthMm', lengthMm);
  return call(address, addCutOut, { params: contamination(), body: form });
}
const list = async (): Promise<CutOutView[]> =>
  (await call(address, listCutOuts, { params: contamination() })).cutOuts;

async function newestDrawing(): Promise<{ cutOuts: { hash: string; mmPerPixel: number | null }[] }> {
  const { rows } = await sql<{ drawing: { cutOuts: { hash: string; mmPerPixel: number | null }[] } }>`
    select drawing from job where blueprint_id = ${board.blueprint.id} order by ordinal desc limit 1`.execute(
    context.db,
  );
  return rows[0]!.drawing;
}

test('real things are kept, drawn from, frozen with the job, and let go when nobody needs them', async () => {
  const live = await openLivePage(address, board.blueprint.id, board.seq);
  const red = await add('red crumb.png', await crumb('#c01818'), '5');
  const blue = await add('blue crumb.png', await crumb('#1838c0', 120));
  expect(red).toMatchObject({ name: 'red crumb', width: 50, height: 12 });
  expect(red.lengthMm).toBeCloseTo(5, 9);
  expect(blue).toMatchObject({ width: 80, lengthMm: null });
  expect(await list()).toEqual([red, blue]);
  const shown = await sharp(await (await fetch(address + red.pictureUrl)).arrayBuffer()).metadata();
  expect(shown).toMatchObject({ format: 'png', width: 50, height: 12, hasAlpha: true });
  await live.until(({ events }) => events.filter(({ type }) => type === 'cut_out_added').length === 2);
  live.close();

  await call(address, changeGolden, {
    params: { goldenId: board.goldens[0]!.id },
    body: { mmPerPixel: 0.2 },
  });
  const cell = board.cells.find(({ defectId }) => defectId === contamination().defectId)!;
  const made = await makeCandidates(address, board.blueprint.id, [cell.id], 6);
  const frozen = await newestDrawing();
  expect(frozen.cutOuts).toMatchObject([{ mmPerPixel: 0.1 }, { mmPerPixel: null }]);
  const drawn = made.flatMap(({ measured }) => measured.marks as { cutOut: string; size: { mm: number } }[]);
  const hashes = frozen.cutOuts.map(({ hash }) => hash);
  expect(new Set(drawn.map(({ cutOut }) => cutOut))).toEqual(new Set(hashes));
  // The red one is 5 mm long, whatever contamination usually is.
  for (const { cutOut, size } of drawn) if (cutOut === hashes[0]) expect(size.mm).toBeCloseTo(5, 3);

  await call(address, removeCutOut, { params: { cutOutId: red.id } });
  expect(await list()).toEqual([blue]);
  await expect(call(address, removeCutOut, { params: { cutOutId: red.id } })).rejects.toThrow(
    /no such cut-out/,
  );
  const unused = await add('unused.png', await crumb('#18c038', 100));
  const names = new Set((await storedObjects(server.dataDir)).objects);
  await call(address, removeCutOut, { params: { cutOutId: unused.id } });
  await sweepPictures({ ...context, now: () => new Date(Date.now() + 10 * 3_600_000) });
  const left = new Set((await storedObjects(server.dataDir)).objects);
  // What a job was told of stays; what none was is gone.
  expect(hashes.every((hash) => left.has(hash))).toBe(true);
  expect(left.size).toBe(names.size - 1);
});

describe('a cut-out is refused in a sentence, and leaves nothing behind', () => {
  test.each([
    [
      'a JPEG',
      async () =>
        plain(
          await sharp(await crumb('#333'))
            .jpeg()
            .toBuffer(),
        ),
      undefined,
      /is not a PNG/,
    ],
    [
      'no transparency',
      async () =>
        plain(
          await sharp(await crumb('#333'))
            .flatten()
            .png()
            .toBuffer(),
        ),
      undefined,
      /has no transparency/,
    ],
    [
      'nothing on it',
      async () =>
        plain(
          await sharp({ create: { width: 40, height: 40, channels: 4, background: '#0000' } })
            .png()
            .toBuffer(),
        ),
      undefined,
      /is empty/,
    ],
    ['no length', () => crumb('#345'), 'long', /length was not understood/],
    ['a negative length', () => crumb('#345'), '-2', /length was not understood/],
    [
      'the same thing twice',
      () => crumb('#1838c0', 120),
      undefined,
      /among the cut-outs already, as “blue crumb”/,
    ],
  ])('%s', async (_, bytes, lengthMm, sentence) => {
    const before = await list();
    await expect(add('thing.png', await bytes(), lengthMm)).rejects.toThrow(sentence);
    expect(await list()).toEqual(before);
  });

  test('for a family that is not drawn from things', async () => {
    const params = { defectId: board.defects[1]!.id };
    const sent = call(address, addCutOut, {
      params,
      body: fileForm('picture', 'a.png', await crumb('#333')),
    });
    await expect(sent).rejects.toThrow(/“scratch” is not drawn from cut-outs. .* drawn as contamination/);
  });

  test('the fifty-first, also when several are added at the same time', async () => {
    const hash = '0'.repeat(60);
    await sql`insert into cut_out (id, defect_id, name, picture_hash, width, height)
      select gen_random_uuid(), ${contamination().defectId}, 'c', ${hash} || lpad(k::text, 4, '0'), 9, 9
      from generate_series(1, ${49 - (await list()).length}) as k`.execute(context.db);
    const colours = ['#101010', '#202020', '#303030'];
    const sent = await Promise.allSettled(
      colours.map(async (colour) => add('late.png', await crumb(colour, 110))),
    );
    expect(sent.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect(await list()).toHaveLength(50);
  });
});
