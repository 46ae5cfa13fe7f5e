import { mkdir, mkdtemp, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import fc from 'fast-check';
import { sql } from 'kysely';
import { afterAll, describe, expect, test } from 'vitest';
import { createGate } from '#create-gate.ts';
import { openLocalStorage } from '#adapters/storage/local.ts';
import { blueprintSummaries } from '#db/blueprint-list.ts';
import { eraseBlueprint } from '#db/blueprints.ts';
import { candidatesOf } from '#db/candidate-records.ts';
import { connect } from '#db/connect.ts';
import { namedObjects } from '#db/objects.ts';
import { familyViews } from '#services/family-views.ts';
import { importLegacy, type LegacyImport } from '#services/import-legacy/import-legacy.ts';
import { openLegacyFolder } from '#services/import-legacy/legacy-folder.ts';
import { job, legacyBlueprint, makeLegacyFolder, writeLegacyFile } from '../support/legacy-folder.ts';
import { runCli, startCli } from '../support/run-cli.ts';
import { makeTemporaryFolder } from '../support/temporary-folder.ts';
import { createTestDatabase } from '../support/test-database.ts';

const url = await createTestDatabase();
const db = connect(url, { onError: () => {} });
afterAll(() => db.destroy());
const home = await makeTemporaryFolder();
const dataDir = join(home, 'data');
const storage = await openLocalStorage(join(dataDir, 'pictures'), { isAlone: false });
const context = { db, storage, families: familyViews, intake: createGate(1) };

async function importFrom(folder: string, signal = new AbortController().signal): Promise<LegacyImport> {
  const order = { folder: await openLegacyFolder(folder), project: 'Imported' };
  return importLegacy(context, order, { signal, onFile: () => {} });
}

async function legacyFolder(files: Record<string, unknown>): Promise<string> {
  const folder = await mkdtemp(join(home, 'legacy-'));
  await makeLegacyFolder(folder);
  for (const [name, content] of Object.entries(files)) await writeLegacyFile(folder, name, content);
  return folder;
}

/** Every table's rows, so that nothing can change unseen. */
async function everything(): Promise<unknown> {
  const tables = ['project', 'blueprint', 'golden_image', 'defect', 'cell', 'prompt', 'candidate', 'event'];
  const rows = await Promise.all(
    tables.map((name) => sql`select * from ${sql.table(name)} as t order by t::text`.execute(db)),
  );
  return rows.map((result) => result.rows);
}

describe('a whole file', () => {
  const legacy = legacyBlueprint();

  test('becomes a blueprint with its golden image, defects, prompts and pictures, nobody having decided', async () => {
    const folder = await legacyFolder({ whole: legacy });
    const done = await importFrom(folder);
    expect(done).toMatchObject({
      imported: 1,
      goldens: 1,
      defects: 2,
      prompts: 3,
      pictures: 2,
      problems: [],
    });
    expect(done).toMatchObject({ unfinishedJobs: 1, notChosen: 1 });
    const [blueprint] = await blueprintSummaries(db, {}, { limit: 9 });
    expect(blueprint).toMatchObject({
      name: 'Valve body',
      goldens: 1,
      candidates: 2,
      undecided: 2,
      status: 'ready_for_review',
    });
    expect(blueprint!.created_at).toEqual(new Date(legacy.createdAt));
    const candidates = await candidatesOf(db, blueprint!.id, {});
    expect(candidates.map((one) => one.prompt_text)).toEqual(['a long deep scratch', 'two short scratches']);
    for (const candidate of candidates) {
      expect(candidate).toMatchObject({ source: 'imported', verdict: 'undecided', kind: 'defect' });
      const { box } = candidate.instances[0]!;
      expect(candidate.instances).toHaveLength(1);
      // The mark reaches from 48 to 110 and from 40 to 74.
      expect(Math.abs(box.x - 48) + Math.abs(box.y - 40)).toBeLessThan(6);
      expect(Math.abs(box.x + box.width - 110) + Math.abs(box.y + box.height - 74)).toBeLessThan(6);
    }
    const prompts =
      await sql`select text, origin, p.created_at as at from prompt p join cell on cell.id = cell_id
      order by p.ordinal`.execute(db);
    expect(prompts.rows).toEqual([
      { text: 'a long deep scratch', origin: 'initial', at: new Date('2025-03-02T09:00:00Z') },
      { text: 'a dark oil stain', origin: 'initial', at: new Date('2025-03-02T09:00:00Z') },
      { text: 'two short scratches', origin: 'initial', at: new Date('2025-03-02T10:00:00Z') },
    ]);
    for (const hash of await namedObjects(db)) expect(await storage.size(hash)).toBeGreaterThan(0);
  });

  test('is imported once, and stays deleted once it was deleted here', async () => {
    const folder = await legacyFolder({ whole: legacy });
    const before = await everything();
    expect(await importFrom(folder)).toMatchObject({ imported: 0, unchanged: 1, pictures: 0, problems: [] });
    expect(await everything()).toEqual(before);
    const [blueprint] = await blueprintSummaries(db, {}, { limit: 9 });
    await db.transaction().execute((trx) => eraseBlueprint(trx, blueprint!.id));
    const again = await importFrom(folder);
    expect(again).toMatchObject({
      imported: 0,
      deleted: 1,
      problems: [],
      notes: [{ file: 'whole.json' }, {}],
    });
    expect(await blueprintSummaries(db, {}, { limit: 9 })).toEqual([]);
  });
});

test('what could be read only later is added then, and nothing else is touched', async () => {
  const legacy = legacyBlueprint({
    jobs: [
      job('Scratch', { imageUrl: '/uploads/scratch-1.png' }),
      job('Scratch', { imageUrl: '/uploads/late.png' }),
    ],
  });
  const folder = await legacyFolder({
    late: { ...legacy, image: { ...legacy.image, url: '/uploads/gone.png' } },
  });
  const first = await importFrom(folder);
  expect(first).toMatchObject({ imported: 1, goldens: 0, pictures: 0 });
  expect(first.problems.map(({ message }) => message)).toEqual([
    expect.stringMatching(
      /^Its golden image was left out\. “gone.png” is not in public\/uploads: copy it there/,
    ),
    expect.stringMatching(/^A picture of “Scratch” was left out\. There is no golden image/),
    expect.stringMatching(/^A picture of “Scratch” was left out\. There is no golden image/),
  ]);
  await writeLegacyFile(folder, 'late', legacy);
  const second = await importFrom(folder);
  expect(second).toMatchObject({ completed: 1, goldens: 1, pictures: 1 });
  expect(second.problems).toEqual([{ file: 'late.json', message: expect.stringContaining('late.png') }]);
  const { rows } = await sql`select count(*)::int as blueprints from blueprint`.execute(db);
  expect(rows).toEqual([{ blueprints: 1 }]);
});

test('whatever an address says, nothing outside of the folder is read, and nothing is fetched', async () => {
  const urls = [
    '/uploads/../../secret.png',
    '/uploads/%2e%2e/%2e%2e/secret.png',
    '../secret.png',
    '/uploads/link.png',
    '/uploads/',
    '/uploads/a%00b.png',
    '/uploads/%zz.png',
    '..\\secret.png',
    'https://example.com/a.png',
    '//example.com/a.png',
    'file:///etc/passwd',
    'data:image/png;base64,AAAA',
    '/uploads/empty.png',
    '/uploads/cut-off.png',
    '/uploads/same.png',
    '/uploads/other-shape.png',
    `/uploads/${'x'.repeat(5000)}.png`,
  ];
  const jobs = urls.map((imageUrl) => job('Scratch', { imageUrl }));
  const folder = await legacyFolder({ hostile: legacyBlueprint({ jobs }) });
  await writeFile(join(folder, 'secret.png'), 'secret');
  await symlink(join(folder, 'secret.png'), join(folder, 'public/uploads/link.png'));
  const done = await importFrom(folder);
  expect(done).toMatchObject({ imported: 1, goldens: 1, pictures: 0 });
  expect(done.problems).toHaveLength(urls.length);
  for (const { message } of done.problems) {
    expect(message).toMatch(/^A picture of “Scratch” was left out\. /);
    expect(message.length).toBeLessThan(400);
  }
  expect(done.problems.at(-2)!.message).toMatch(/96 x 160 px and its golden image 160 x 120 px/);
});

test('files that cannot be read are told, one by one, and the others imported', async () => {
  const twin = legacyBlueprint({ jobs: [] });
  const folder = await legacyFolder({
    'a-cut': JSON.stringify(legacyBlueprint()).slice(0, 300),
    'b-empty': '',
    'c-list': [],
    'd-deep': '['.repeat(100_000),
    'e-no-id': legacyBlueprint({ id: '../../x' }),
    'f-huge': ' '.repeat(17 * 1024 * 1024),
    'g-good': twin,
    'h-twin': twin,
    'i-strange': legacyBlueprint({
      customDefects: [{ name: 'Purple haze' }],
      jobs: [job('Purple haze', { imageUrl: '/uploads/same.png' })],
    }),
  });
  await mkdir(join(folder, '.blueprints/z-folder.json'));
  await writeFile(join(folder, '.blueprints/notes.txt'), '');
  const done = await importFrom(folder);
  expect(done).toMatchObject({ files: 10, imported: 2, skipped: 8 });
  expect(done.problems.map(({ file }) => file[0]).join('')).toBe('abcdefhiz');
  expect(done.notes).toContainEqual({ file: 'notes.txt', message: expect.any(String) });
  expect(done.problems.find(({ file }) => file.startsWith('i'))!.message).toMatch(
    /“Purple haze”.*with its 1 picture/,
  );
});

test('a part of a wrong type is told and left out, wherever it is', async () => {
  const wrong = fc.constantFrom<unknown>(null, 7, -1, '', 'x', '\0\ud800', true, [], {}, [[]], 1e308, {
    a: 1,
  });
  const paths = fc.constantFrom(
    ['status'],
    ['image'],
    ['image', 'url'],
    ['image', 'id'],
    ['productType'],
    ['suggestedDefects'],
    ['suggestedDefects', '0'],
    ['suggestedDefects', '0', 'name'],
    ['suggestedDefects', '0', 'selected'],
    ['customDefects', '0', 'name'],
    ['jobs'],
    ['jobs', '0'],
    ['jobs', '0', 'defectName'],
    ['jobs', '0', 'status'],
    ['jobs', '0', 'imageUrl'],
    ['jobs', '0', 'prompt'],
    ['jobs', '0', 'createdAt'],
    ['createdAt'],
    ['id'],
  );
  await fc.assert(
    fc.asyncProperty(paths, wrong, async (path, value) => {
      const jobs = [job('Scratch', { imageUrl: '/uploads/nothing.png', prompt: 'deep' })];
      const damaged = structuredClone(legacyBlueprint({ jobs, image: undefined })) as Record<string, unknown>;
      const last = path.at(-1)!;
      const parent = path
        .slice(0, -1)
        .reduce<Record<string, unknown> | undefined>(
          (at, key) => at?.[key] as Record<string, unknown> | undefined,
          damaged,
        );
      if (parent === undefined) return;
      parent[last] = value;
      const folder = await legacyFolder({ damaged });
      const done = await importFrom(folder);
      // One file: imported, or told that it is not.
      expect(done.imported + done.skipped).toBe(1);
      for (const { message } of done.problems) expect(message).toMatch(/^[A-Z].*\.$/s);
      const again = await importFrom(folder);
      expect(again).toMatchObject({ imported: 0, completed: 0, pictures: 0, defects: 0, prompts: 0 });
      expect(again.problems).toEqual(done.problems);
    }),
    { numRuns: 20 },
  );
});

test('hundreds of blueprints, the program killed in the middle, another run at the same time', async () => {
  const draft = { image: undefined, suggestedDefects: [], customDefects: [], jobs: [] };
  const files = Object.fromEntries(
    Array.from({ length: 150 }, (_, i) => [
      String(i),
      i % 100 === 0 ? legacyBlueprint() : legacyBlueprint(draft),
    ]),
  );
  const folder = await legacyFolder(files);
  const environment = { DATABASE_URL: url, DATA_DIR: dataDir };
  const count = async (): Promise<number> =>
    Number((await sql<{ n: string }>`select count(*) as n from blueprint`.execute(db)).rows[0]!.n);
  const before = await count();
  const killed = startCli(['import-legacy', folder, '--project', 'Many'], { environment });
  await killed.untilLine(/^[1-9]\d*\/150 files$/);
  killed.process.kill('SIGKILL');
  await killed.ended;
  const [first, second] = await Promise.all(
    [1, 2].map(() => runCli(['import-legacy', folder, '--project', 'Many', '--json'], { environment })),
  );
  expect(first!.status, first!.stderr).toBe(0);
  expect(second!.status, second!.stderr).toBe(0);
  expect(await count()).toBe(before + 150);
  const { rows } =
    await sql`select count(*)::int as pictures from candidate c join blueprint b on b.id = blueprint_id
    join project p on p.id = b.project_id where p.name = 'Many'`.execute(db);
  expect(rows).toEqual([{ pictures: 4 }]);
});

test('the command line: a summary, a sentence for each part left out, and a status', async () => {
  const jobs = [job('Scratch', { imageUrl: 'https://example.com/a.png' })];
  const folder = await legacyFolder({ one: legacyBlueprint({ jobs }) });
  const environment = { DATABASE_URL: url, DATA_DIR: dataDir };
  const result = await runCli(['import-legacy', folder], { environment });
  expect(result.status).toBe(1);
  expect(result.stderr).toMatch(
    /left out: one\.json: A picture of “Scratch” was left out\. .*nothing is fetched/,
  );
  expect(result.stdout).toMatch(/^Project Imported\n/);
  expect(result.stdout).toMatch(/imported +1\n/);
  const wrong = await runCli(['import-legacy', home], { environment: { DATA_DIR: join(home, 'none') } });
  expect(wrong).toMatchObject({
    status: 2,
    stderr: expect.stringMatching(/There is no readable folder .blueprints/),
  });
});
