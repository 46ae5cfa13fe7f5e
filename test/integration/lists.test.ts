import fc from 'fast-check';
import { sql } from 'kysely';
import { describe, expect, test } from 'vitest';
import { createBlueprint, getBoard, listBlueprints } from '#contract/blueprint.ts';
import { listCandidates, recordDecisions } from '#contract/candidate.ts';
import { getCandidateIndex } from '#contract/candidate-index.ts';
import { type CellView, changeCells } from '#contract/cell.ts';
import { removeDefect } from '#contract/defect.ts';
import { addGoldens } from '#contract/golden.ts';
import { cancelJobs, listJobs } from '#contract/job.ts';
import { getProject, listProjects } from '#contract/provider.ts';
import { createRelease, listReleases } from '#contract/release.ts';
import { call, fileForm } from '../support/api.ts';
import { makeBlueprint, samplePhoto } from '../support/blueprint.ts';
import { insertCandidates, insertJobs } from '../support/rows.ts';
import { startTestServer } from '../support/test-server.ts';

// Nothing is drawn here: jobs are rows, and the job engine does not know them.
const { address, context } = await startTestServer();
const { db } = context;
const { blueprint, cells } = await makeBlueprint(address, { photos: ['tile-a.jpg'] });
const params = { blueprintId: blueprint.id };
const [first, second] = cells as [(typeof cells)[number], (typeof cells)[number]];

type Listed = Awaited<ReturnType<typeof blueprintsLike>>[number];
async function blueprintsLike(query: Record<string, string | number>) {
  return (await call(address, listBlueprints, { query: { limit: 200, ...query } })).blueprints;
}
async function itself(): Promise<Listed> {
  return (await blueprintsLike({})).find(({ id }) => id === blueprint.id)!;
}

describe('what is listed of a blueprint', () => {
  test('follows it from the draft to the release, and back when something is added', async () => {
    const empty = await call(address, createBlueprint, { body: { name: 'Nothing yet' } });
    expect(empty).toMatchObject({ status: 'draft', author: 'local' });
    expect(await itself()).toMatchObject({ status: 'ready_for_generation', goldens: 1, defects: 2 });

    const jobs = await insertJobs(db, first.id, 3);
    expect(await itself()).toMatchObject({ status: 'generating', activeJobs: 3 });
    const made = await insertCandidates(db, jobs.slice(0, 2));
    await call(address, cancelJobs, { params, body: {} });
    expect(await itself()).toMatchObject({
      status: 'ready_for_review',
      activeJobs: 0,
      candidates: 2,
      undecided: 2,
    });
    const decide = (id: string, verdict: 'approved' | 'rejected') =>
      call(address, recordDecisions, { params, body: { decisions: [{ candidateId: id, verdict }] } });
    await decide(made[0]!, 'approved');
    await decide(made[1]!, 'rejected');
    expect(await itself()).toMatchObject({ status: 'reviewed', approved: 1, undecided: 0 });
    expect(await countsAgain()).toEqual([]);

    await call(address, changeCells, { params, body: { cellIds: [first.id, second.id], target: 1 } });
    await call(address, changeCells, { params, body: { cellIds: [second.id], state: 'skipped' } });
    await call(address, createRelease, { params });
    expect(await itself()).toMatchObject({ status: 'completed', latestRelease: 1 });
    await decide(made[1]!, 'approved');
    expect(await itself(), 'the release does not have it').toMatchObject({ status: 'reviewed', approved: 2 });
    await call(address, createRelease, { params });
    const body = fileForm('file', 'b.jpg', await samplePhoto('case-a.jpg'));
    await call(address, addGoldens, { params, body });
    expect(await itself()).toMatchObject({ status: 'reviewed', latestRelease: 2, goldens: 2 });
    const { releases, next } = await call(address, listReleases, { params, query: { limit: 1 } });
    expect(releases.map(({ number }) => number)).toEqual([2]);
    const rest = await call(address, listReleases, { params, query: { limit: 1, after: next! } });
    expect([rest.releases[0]!.number, rest.next]).toEqual([1, null]);
  });

  test('does not count what went with its defect', async () => {
    const other = await makeBlueprint(address, { photos: ['tile-a.jpg'], name: 'Left over' });
    await insertCandidates(db, await insertJobs(db, other.cells[0]!.id, 2));
    await insertCandidates(db, await insertJobs(db, other.cells[1]!.id, 3));
    await call(address, removeDefect, { params: { defectId: other.cells[0]!.defectId } });
    const [listed] = await blueprintsLike({ text: 'left over' });
    expect(listed).toMatchObject({ candidates: 3, undecided: 3, defects: 1 });
    const { counts } = await call(address, listCandidates, { params: { blueprintId: other.blueprint.id } });
    expect(counts).toEqual({ approved: 0, rejected: 0, undecided: 3, disputed: 0 });
    expect(await countsAgain()).toEqual([]);
  });

  /** Blueprints that counting anew would change. */
  async function countsAgain(): Promise<unknown[]> {
    const read = () =>
      sql`select id, goldens, defects, open_jobs, candidates, approved, undecided, status from blueprint order by id`.execute(
        db,
      );
    const before = (await read()).rows;
    await sql`select recount_blueprints(array(select id from blueprint))`.execute(db);
    const after = (await read()).rows;
    return after.filter((row, i) => JSON.stringify(row) !== JSON.stringify(before[i]));
  }
});

describe('filters', () => {
  test('of blueprints: project, product, author, name and date, together', async () => {
    const project = crypto.randomUUID();
    const at = (day: number) => new Date(Date.UTC(2020, 0, day)).toISOString();
    await sql`insert into project (id, name) values (${project}, 'Second')`.execute(db);
    const named = ['50 % off', '50 000', 'a_b', 'axb', String.raw`back\slash`, 'ÄRGER'];
    for (const [i, name] of named.entries()) {
      await sql`insert into blueprint (id, project_id, name, product_kind, material, settings, author, updated_at)
        values (gen_random_uuid(), ${project}, ${name}, ${i < 2 ? 'gear' : 'other'}, 'steel', '{}', ${i % 2 ? 'ann' : 'bob'},
          ${at(i + 1)})`.execute(db);
    }
    const names = async (query: Record<string, string>) =>
      (await blueprintsLike({ projectId: project, ...query })).map(({ name }) => name);
    expect(await names({})).toEqual(named.toReversed());
    expect(await names({ text: '50 %' })).toEqual(['50 % off']);
    expect(await names({ text: 'a_b' })).toEqual(['a_b']);
    expect(await names({ text: '\\' })).toEqual([String.raw`back\slash`]);
    expect(await names({ text: 'ärger' })).toEqual(['ÄRGER']);
    expect(await names({ text: 'nothing of the kind' })).toEqual([]);
    // One letter or two: what a word begins with.
    expect(await names({ text: 'A' })).toEqual(['axb', 'a_b']);
    expect(await names({ text: 'b' })).toEqual([String.raw`back\slash`, 'a_b']);
    expect(await names({ text: 'of' })).toEqual(['50 % off']);
    expect(await names({ text: 'ff' })).toEqual([]);
    expect(await names({ text: 'är' })).toEqual(['ÄRGER']);
    expect(await names({ author: 'ann' })).toEqual(['ÄRGER', 'axb', '50 000']);
    expect(await names({ productKind: 'gear', author: 'bob' })).toEqual(['50 % off']);
    expect(await names({ changedFrom: at(3), changedBefore: at(5) })).toEqual(['axb', 'a_b']);
    expect(await names({ status: 'draft', text: '50' })).toEqual(['50 000', '50 % off']);
    expect(await names({ status: 'completed' })).toEqual([]);
    expect((await call(address, getProject, { params: { projectId: project } })).name).toBe('Second');
    const page = await call(address, listProjects, { query: { limit: 1 } });
    const last = await call(address, listProjects, { query: { limit: 1, after: page.next! } });
    expect([page.projects[0]!.name, last.projects[0]!.name, last.next]).toEqual(['Test', 'Second', null]);
  });

  test('of blueprints: a name that thousands have, newest change first, and one of them', async () => {
    await sql`
      insert into blueprint (id, project_id, name, product_kind, material, settings, updated_at)
      select gen_random_uuid(), project_id, 'Plenty ' || n, product_kind, material, settings,
        now() - n * interval '1 minute'
      from blueprint, generate_series(1, 2100) n where id = ${blueprint.id}`.execute(db);
    const newest = await blueprintsLike({ text: 'plenty' });
    expect(newest.map(({ name }) => name)).toEqual(Array.from({ length: 200 }, (_, n) => `Plenty ${n + 1}`));
    expect((await blueprintsLike({ text: 'plenty 2099' })).map(({ name }) => name)).toEqual(['Plenty 2099']);
    await sql`delete from blueprint where name like 'Plenty %'`.execute(db);
  });

  test('of candidates: decision, defect, kind and score; of jobs: state and cell', async () => {
    const other = await makeBlueprint(address, { photos: ['tile-a.jpg'], name: 'Filtered' });
    const of = { params: { blueprintId: other.blueprint.id } };
    const [scratch, stain] = other.cells as [(typeof cells)[number], (typeof cells)[number]];
    const faint = await insertCandidates(db, await insertJobs(db, scratch.id, 2), 1.5);
    const clear = await insertCandidates(db, await insertJobs(db, stain.id, 1), 8);
    const waiting = await insertJobs(db, stain.id, 2);
    const decisions = [{ candidateId: faint[1]!, verdict: 'rejected' as const }];
    await call(address, recordDecisions, { ...of, body: { decisions } });
    const ids = async (query: Record<string, string | number>) => {
      const page = await call(address, listCandidates, { ...of, query });
      return [page.candidates.map(({ id }) => id), page.counts];
    };
    expect(await ids({ defectId: stain.defectId })).toEqual([
      clear,
      { approved: 0, rejected: 0, undecided: 1, disputed: 0 },
    ]);
    expect(await ids({ verdict: 'rejected' })).toEqual([
      [faint[1]],
      { approved: 0, rejected: 1, undecided: 2, disputed: 0 },
    ]);
    expect(await ids({ minScore: 2 })).toEqual([
      clear,
      { approved: 0, rejected: 0, undecided: 1, disputed: 0 },
    ]);
    expect(await ids({ maxScore: 1.5, verdict: 'undecided' })).toEqual([
      [faint[0]],
      { approved: 0, rejected: 1, undecided: 1, disputed: 0 },
    ]);
    expect((await ids({ kind: 'allowed-variation' }))[0]).toEqual([]);
    const jobs = async (query: Record<string, string>) =>
      (await call(address, listJobs, { ...of, query })).jobs.map(({ id }) => id);
    expect(await jobs({ state: 'queued' })).toEqual(waiting.toReversed());
    expect((await jobs({ cellId: scratch.id, state: 'succeeded' })).length).toBe(2);
    expect((await jobs({})).length).toBe(5);
  });
});

describe('pages', () => {
  test('name every row once, whatever their size, and whatever is added meanwhile', async () => {
    const project = (await call(address, listProjects)).projects[0]!.id;
    await fc.assert(
      fc.asyncProperty(
        // Moments that fall together, a microsecond apart, and with rows added in between.
        fc.array(fc.integer({ min: 0, max: 5 }), { minLength: 1, maxLength: 25 }),
        fc.integer({ min: 1, max: 7 }),
        fc.array(fc.integer({ min: 0, max: 5 }), { maxLength: 6 }),
        async (moments, limit, added) => {
          const author = crypto.randomUUID();
          const insert = async (offsets: number[]): Promise<string[]> => {
            const { rows } = await sql<{ id: string }>`
              insert into blueprint (id, project_id, name, product_kind, material, settings, author, updated_at)
              select gen_random_uuid(), ${project}, 'Page', 'other', 'other', '{}', ${author},
                timestamptz '2026-01-01 00:00:00.000001Z' + micros * interval '1 microsecond'
              from unnest(${offsets}::int[]) micros returning id`.execute(db);
            return rows.map(({ id }) => id);
          };
          const there = await insert(moments);
          const seen: string[] = [];
          for (let after: string | null | undefined; after !== null;) {
            const query = { author, limit, ...(after !== undefined && { after }) };
            const page: { blueprints: { id: string }[]; next: string | null } = await call(
              address,
              listBlueprints,
              { query },
            );
            seen.push(...page.blueprints.map(({ id }) => id));
            after = page.next;
            if (added.length > 0) await insert([added.pop()!]);
          }
          expect(new Set(seen).size, 'no row twice').toBe(seen.length);
          expect(
            there.filter((id) => !seen.includes(id)),
            'none missing',
          ).toEqual([]);
        },
      ),
      { numRuns: 15 },
    );
  });

  test('of candidates and jobs go on while pictures are made', async () => {
    const { board, of } = await another();
    const cell = board.cells[0]!.id;
    const there = await insertCandidates(db, await insertJobs(db, cell, 7));
    const seen: string[] = [];
    const jobs: string[] = [];
    const thereJobs = (await call(address, listJobs, of)).jobs.map(({ id }) => id);
    for (
      let after: string | null = '', jobsAfter: string | null = '';
      after !== null || jobsAfter !== null;
    ) {
      if (after !== null) {
        const query = { limit: 3, ...(after !== '' && { after }) };
        const page: Awaited<ReturnType<typeof candidates>> = await candidates(query);
        seen.push(...page.candidates.map(({ id }) => id));
        after = page.next;
      }
      if (jobsAfter !== null) {
        const query = { limit: 2, ...(jobsAfter !== '' && { after: jobsAfter }) };
        const page: Awaited<ReturnType<typeof jobPage>> = await jobPage(query);
        jobs.push(...page.jobs.map(({ id }) => id));
        jobsAfter = page.next;
      }
      if (seen.length < 7) await insertCandidates(db, await insertJobs(db, cell, 1));
    }
    expect(seen.slice(0, 7), 'oldest first').toEqual(there);
    expect(new Set(seen).size).toBe(seen.length);
    expect(jobs, 'newest first: what came later is before them').toEqual(thereJobs);

    function candidates(query: Record<string, string | number>) {
      return call(address, listCandidates, { ...of, query });
    }
    function jobPage(query: Record<string, string | number>) {
      return call(address, listJobs, { ...of, query });
    }
  });

  test.each([
    'x',
    '%00',
    'bnVsbA',
    'W10',
    encode({ micros: '1', id: "'; drop table job; --" }),
    encode({ ordinal: '99999999999999999999' }),
    encode({ ordinal: -1 }),
    encode({ number: 1e300 }),
    encode('['.repeat(90)),
  ])('the marker %s is refused in a sentence by every list', async (after) => {
    for (const path of [
      '/projects',
      '/blueprints',
      ...['candidates', 'jobs', 'releases', 'events'].map((list) => `/blueprints/${blueprint.id}/${list}`),
    ]) {
      const answer = await fetch(`${address}/api/v1${path}?after=${after}`);
      const body = (await answer.json()) as { error?: { message: string } };
      expect([path, answer.status]).toEqual([path, 400]);
      expect(body.error!.message).toMatch(/^[A-Z].*\.$/);
    }
  });

  test('a marker of one list is none of another, and no page is larger than the list allows', async () => {
    const { next } = await call(address, listBlueprints, { query: { limit: 1 } });
    for (const path of ['candidates', 'jobs', 'releases'].map(
      (list) => `/blueprints/${blueprint.id}/${list}`,
    )) {
      expect((await fetch(`${address}/api/v1${path}?after=${next}`)).status).toBe(400);
      expect((await fetch(`${address}/api/v1${path}?limit=501`)).status).toBe(400);
    }
  });

  function encode(value: unknown): string {
    return Buffer.from(JSON.stringify(value)).toString('base64url');
  }
  async function another() {
    const made = await makeBlueprint(address, { photos: ['tile-a.jpg'], name: 'Another' });
    const of = { params: { blueprintId: made.blueprint.id } };
    return { board: await call(address, getBoard, of), of };
  }
});

test('the index has every candidate in short, and then only what came since', async () => {
  const other = await makeBlueprint(address, { photos: ['tile-a.jpg'], name: 'In short' });
  const params = { blueprintId: other.blueprint.id };
  const [cell, second] = other.cells as [CellView, CellView];
  expect(await call(address, getCandidateIndex, { params })).toMatchObject({ newest: null, hasMore: false });
  const made = await insertCandidates(db, await insertJobs(db, cell.id, 3), 4.5);
  await insertCandidates(db, await insertJobs(db, second.id, 1));
  await call(address, recordDecisions, {
    params,
    body: { decisions: [{ candidateId: made[0]!, verdict: 'rejected', reasons: ['too-faint'] }] },
  });
  const { cells, columns, newest, prompts } = await call(address, getCandidateIndex, { params });
  const { candidates } = await call(address, listCandidates, { params });
  expect(columns.id).toEqual(candidates.map(({ id }) => id));
  expect(columns.cell.map((at) => cells[at])).toEqual(
    candidates.map(({ cellId, goldenId, defectId }) => ({ id: cellId, goldenId, defectId })),
  );
  expect(columns.prompt.map((at) => prompts[at!]!.text)).toEqual(candidates.map((one) => one.promptText));
  for (const key of ['verdict', 'reasons', 'kind', 'source', 'width', 'height', 'score'] as const) {
    expect(columns[key], key).toEqual(candidates.map((candidate) => candidate[key]));
  }
  expect(columns.mark).toEqual([null, null, null, null]);

  const page = await call(address, getCandidateIndex, { params, query: { limit: 3 } });
  expect([page.columns.id.length, page.hasMore]).toEqual([3, true]);
  const since = (after: string | null) =>
    call(address, getCandidateIndex, { params, query: { after: after! } });
  expect((await since(page.newest)).columns.id).toEqual(columns.id.slice(3));
  expect((await since(newest)).columns.id).toEqual([]);
  const [late] = await insertCandidates(db, await insertJobs(db, cell.id, 1));
  expect((await since(newest)).columns.id).toEqual([late]);

  await call(address, removeDefect, { params: { defectId: cell.defectId } });
  expect((await call(address, getCandidateIndex, { params })).columns.id).toHaveLength(1);
});
