import { randomBytes } from 'node:crypto';
import { beforeAll, expect, test } from 'vitest';
import { getBoard } from '#contract/blueprint.ts';
import { changeBookPage } from '#contract/book.ts';
import { changeCells } from '#contract/cell.ts';
import { listEvents } from '#contract/event.ts';
import { createRelease, getRelease } from '#contract/release.ts';
import { createShareLink, getSharedRelease, listShareLinks, revokeShareLink } from '#contract/share-link.ts';
import { hashShareToken } from '#services/sharing/share-token.ts';
import { call } from '../support/api.ts';
import { makeBlueprint } from '../support/blueprint.ts';
import { decide, makeCandidates } from '../support/candidates.ts';
import { rawRequest } from '../support/raw-request.ts';
import { startTestServer } from '../support/test-server.ts';

const { address, context } = await startTestServer();

let params: { blueprintId: string; number: number };
let secrets: string[];

/** Two cells with a picture each, and one that is skipped; made by Mira, with words of hers everywhere. */
beforeAll(async () => {
  const board = await makeBlueprint(address, {
    photos: ['tile-a.jpg'],
    defects: ['scratch', 'stain', 'dent'],
  });
  const at = { blueprintId: board.blueprint.id };
  params = { ...at, number: 1 };
  const [scratch, stain, dent] = board.cells.map((cell) => cell.id) as [string, string, string];
  await call(address, changeCells, { params: at, body: { cellIds: [scratch, stain], target: 1 } });
  await call(address, changeCells, { params: at, body: { cellIds: [dent], state: 'skipped' } });
  const made = await makeCandidates(address, at.blueprintId, [scratch, stain], 1);
  await decide(address, at.blueprintId, made, 'approved');
  const defectId = board.defects[0]!.id;
  await call(address, changeBookPage, { params: { defectId }, body: { size: 'As known from line 4' } });
  await call(address, createRelease, { params: at, as: 'Mira', body: { note: 'For supplier Meier' } });
  const { cells } = await call(address, getBoard, { params: at });
  secrets = [
    'Mira',
    'Meier',
    'line 4',
    board.blueprint.id,
    ...cells.flatMap((cell) => [cell.id, cell.goldenId, cell.defectId]),
    ...made.flatMap((candidate) => [candidate.id, candidate.maskUrl.split('/').at(-2)!]),
  ];
});

const share = async (body: { days?: number; withPrompts?: boolean } = {}) => {
  const link = await call(address, createShareLink, { params, body, as: 'Mira' });
  return { ...link, token: link.path.replace('/shared/', '') };
};
const open = (token: string) => call(address, getSharedRelease, { params: { token } });
const ask = (path: string, init?: RequestInit) => fetch(`${address}/api/v1/shared/${path}`, init);

test('a link shows the poster with its pictures, and nothing of who made it, by which words, or under which ids', async () => {
  const { token } = await share();
  const { poster, ...release } = await open(token);
  const whole = await call(address, getRelease, { params });
  expect(release).toMatchObject({ number: 1, name: whole.name, approved: 2, author: null, note: '' });
  expect(poster.cells.map((cell) => [cell.state, cell.approved, cell.prompt])).toEqual([
    ['active', 1, null],
    ['active', 1, null],
    ['skipped', 0, null],
  ]);
  const said = JSON.stringify({ poster, release });
  for (const secret of secrets) expect(said).not.toContain(secret);
  const joined = poster.cells.map((cell) => poster.defects.find(({ id }) => id === cell.defectId)?.name);
  expect(joined).toEqual(['scratch', 'stain', 'dent']);
  expect(new Set(poster.cells.map((cell) => cell.goldenId))).toEqual(new Set([poster.goldens[0]!.id]));

  const pairs = [
    [poster.goldens[0]!.thumbnailUrl, whole.poster.goldens[0]!.thumbnailUrl],
    [poster.cells[1]!.best!.pictureUrl, whole.poster.cells[1]!.best!.pictureUrl],
    [poster.cells[1]!.best!.maskUrl, whole.poster.cells[1]!.best!.maskUrl],
  ] as const;
  for (const [shared, own] of pairs) {
    expect(shared).toContain(`/api/v1/shared/${token}/`);
    const [answer, expected] = await Promise.all([fetch(address + shared), fetch(address + own)]);
    expect(Buffer.from(await answer.arrayBuffer())).toEqual(Buffer.from(await expected.arrayBuffer()));
    expect(answer.headers.get('cache-control')).toBe('no-store');
    expect(answer.headers.get('x-robots-tag')).toBe('noindex, nofollow');
    expect(answer.headers.get('referrer-policy')).toBe('no-referrer');
    expect((await fetch(address + shared, { method: 'HEAD' })).status).toBe(200);
  }
});

test('with prompts it tells them, the defect book and the people too', async () => {
  const { token } = await share({ withPrompts: true });
  const { poster, author, note } = await open(token);
  expect({ author, note }).toEqual({ author: 'Mira', note: 'For supplier Meier' });
  expect(poster.cells[0]!.prompt).not.toBe('');
  expect(poster.defects[0]!.book).toMatchObject({ size: 'As known from line 4', examples: [] });
});

test('the list tells of every link but its address, and what happened to it', async () => {
  const { token, ...link } = await share({ days: 3 });
  const days = (Date.parse(link.expiresAt) - Date.parse(link.createdAt)) / 86_400_000;
  expect(days).toBeCloseTo(3, 2);
  await open(token);
  const revoked = await share();
  await call(address, revokeShareLink, { params: { shareLinkId: revoked.id }, as: 'Ben' });
  const first = await call(address, revokeShareLink, { params: { shareLinkId: revoked.id } });
  const { links } = await call(address, listShareLinks, { params });
  expect(links.find(({ id }) => id === link.id)).toMatchObject({
    author: 'Mira',
    state: 'open',
    lastUsedAt: expect.any(String),
  });
  expect(links.at(-1)).toMatchObject({ id: revoked.id, state: 'revoked', revokedAt: first.revokedAt });
  expect(JSON.stringify(links)).not.toContain(token);
  const stored = await context.db.selectFrom('share_link').selectAll().execute();
  expect(JSON.stringify(stored)).not.toContain(token);
  const { events } = await call(address, listEvents, { params });
  const told = events.filter(({ payload }) => payload['linkId'] === revoked.id);
  expect(told.map(({ type, actor }) => [type, actor])).toEqual([
    ['share_link_created', 'Mira'],
    ['share_link_revoked', 'Ben'],
  ]);
  expect(JSON.stringify(events)).not.toContain(token);
});

test('one that expired, was revoked, or never was: the same answer, and no picture', async () => {
  const whole = await share();
  const pictures = Object.values((await open(whole.token)).poster.cells[0]!.best!).filter(
    (value): value is string => typeof value === 'string',
  );
  const expired = randomBytes(32).toString('base64url');
  const { release_id } = await context.db
    .selectFrom('share_link')
    .select('release_id')
    .where('id', '=', whole.id)
    .executeTakeFirstOrThrow();
  await context.db
    .insertInto('share_link')
    .values({
      id: crypto.randomUUID(),
      release_id,
      token_hash: hashShareToken(expired),
      with_prompts: false,
      author: 'Mira',
      expires_at: new Date(Date.now() - 1000),
    })
    .execute();
  await call(address, revokeShareLink, { params: { shareLinkId: whole.id } });
  const never = randomBytes(32).toString('base64url');
  const answers = await Promise.all(
    [never, expired, whole.token, hashShareToken(whole.token), 'a', '%00', "' or 1=1 --"].flatMap((token) =>
      [token, `${token}/candidates/0/picture.png`].map(async (path) => {
        const answer = await ask(path);
        const { error } = (await answer.json()) as { error: { code: string; message: string } };
        return [answer.status, error.code, error.message, answer.headers.get('cache-control')].join(' ');
      }),
    ),
  );
  expect(new Set(answers).size).toBe(1);
  expect(answers[0]).toMatch(/^404 not_found This link opens nothing.*no-store$/);
  for (const url of pictures) expect((await fetch(address + url)).status).toBe(404);
});

test('it opens nothing but its own release', async () => {
  const { token } = await share();
  for (const path of [
    `${token}/candidates/2/picture.png`,
    `${token}/candidates/99/picture.png`,
    `${token}/goldens/1/large-thumbnail.webp`,
    `${token}/candidates/-1/picture.png`,
    `${token}/candidates/0x0/picture.png`,
    `${token}/candidates/1e9/picture.png`,
    `${token}/candidates/${secrets.at(-1)}/picture.png`,
    `${token}/goldens/0/picture.png`,
    `${token}/goldens/..%2F..%2Fcandidates/picture.png`,
    `${token}/../../blueprints`,
    `${token}%2F..%2F..%2Fblueprints`,
    `${token}/releases/2`,
    `${token}/blueprints`,
    `${token}/events`,
    `${token}?blueprintId=${params.blueprintId}&withPrompts=true`,
  ]) {
    // As it stands: `fetch` would resolve the dots by itself.
    const { status, body } = await rawRequest(
      address,
      `GET /api/v1/shared/${path} HTTP/1.1\r\nHost: ${new URL(address).host}\r\nConnection: close\r\n\r\n`,
    );
    if (path.includes('?')) for (const secret of secrets) expect(body).not.toContain(secret);
    else expect([400, 404], path).toContain(status);
  }
  for (const method of ['POST', 'PUT', 'PATCH', 'DELETE'])
    expect((await ask(token, { method })).status, method).toBe(404);
});

test('what it opens and for how long cannot be changed, nor what was revoked be opened again', async () => {
  const { id } = await share();
  const update = context.db.updateTable('share_link').where('id', '=', id);
  const later = { expires_at: new Date('2099-01-01') } as object;
  await expect(update.set(later).execute()).rejects.toThrow(/is history/);
  await call(address, revokeShareLink, { params: { shareLinkId: id } });
  await expect(update.set({ revoked_at: null } as object).execute()).rejects.toThrow(/is history/);
  await expect(context.db.deleteFrom('share_link').execute()).rejects.toThrow(/is history/);
});

test.each([{ days: 0 }, { days: 366 }, { days: 1.5 }, { withPrompts: 'yes' }])(
  'refuses %j and leaves nothing behind',
  async (body) => {
    const count = async () => (await call(address, listShareLinks, { params })).links.length;
    const before = await count();
    await expect(call(address, createShareLink, { params, body: body as object })).rejects.toMatchObject({
      status: 400,
    });
    await expect(
      call(address, createShareLink, { params: { ...params, number: 9 }, body: {} }),
    ).rejects.toMatchObject({ status: 404 });
    expect(await count()).toBe(before);
  },
);

// Last: this address has to wait from now on.
test('whoever tries links has to wait', async () => {
  const { token } = await share();
  const tries = Array.from({ length: 150 }, async () => (await ask(randomBytes(32).toString('hex'))).status);
  expect(new Set(await Promise.all(tries))).toContain(404);
  const refused = await ask(token);
  expect(refused.status).toBe(429);
  expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
});
