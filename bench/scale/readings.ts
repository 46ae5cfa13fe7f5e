import { randomUUID } from 'node:crypto';
import type { routes } from '#contract/routes.ts';
import { annotationsOf, findAnnotation } from '#db/annotations.ts';
import { annotationMask, candidateFile } from '#db/candidates.ts';
import { findCandidate } from '#db/candidate-records.ts';
import { findVersion } from '#db/dataset-versions.ts';
import { findLabelImport } from '#db/label-imports.ts';
import { eventsAfter, newestSeq } from '#db/events.ts';
import { findGolden, goldenFile } from '#db/goldens.ts';
import { regionsOfCells } from '#db/regions.ts';
import { findOpenLink } from '#db/share-links.ts';
import { spendingOf } from '#db/spending.ts';
import { listBlueprints } from '#services/list-blueprints.ts';
import { listCandidates } from '#services/list-candidates.ts';
import { listDatasets } from '#services/delivery/read-dataset.ts';
import { listLabelImports } from '#services/import-labels/read-label-imports.ts';
import { listJobs } from '#services/list-jobs.ts';
import { listProjects } from '#services/list-projects.ts';
import { listReleases } from '#services/list-releases.ts';
import { surveyExport } from '#services/plan-export.ts';
import { readBook } from '#services/read-book.ts';
import { readCandidateIndex } from '#services/read-candidate-index.ts';
import { readBoard, requireBlueprint } from '#services/read-board.ts';
import { readCell } from '#services/read-cell.ts';
import { lineageRecords } from '#services/lineage/lineage-export.ts';
import { readHealth } from '#services/read-health.ts';
import { readLineage } from '#services/lineage/read-lineage.ts';
import { readDecisions } from '#services/read-decisions.ts';
import { readPreferences } from '#services/preferences/read-preferences.ts';
import { readCutOuts } from '#services/read-cut-outs.ts';
import { readProject } from '#services/read-project.ts';
import { readRelease } from '#services/read-release.ts';
import { readRealSamples } from '#services/read-real-samples.ts';
import { readProviders } from '#services/remote/read-providers.ts';
import { listShareLinks } from '#services/sharing/list-share-links.ts';
import { suggestForBlueprint } from '#services/suggest-for-blueprint.ts';
import type { Context } from '#context.ts';

type Reading = () => Promise<unknown>;
type ReadRoute = {
  [K in keyof typeof routes]: (typeof routes)[K]['method'] extends 'GET' ? K : never;
}[keyof typeof routes];

/** Ids of rows somewhere: another one every time. */
export type Somewhere = {
  project(): string;
  blueprint(): string;
  golden(): string;
  defect(): string;
  cell(): string;
  candidate(): string;
  annotation(): string;
  /** Of a blueprint, as number and id. */
  number(): number;
};

/**
 * What the screens read, by the route that reads it: a route that is added and not measured does not compile. Read
 * by the services, or by what the route itself asks the database.
 */
export function readingsOf(context: Context, some: Somewhere, largest: string): Record<string, Reading> {
  const { db } = context;
  const now = Date.now();
  const day = 24 * 3600 * 1000;
  const blueprints =
    (query: Partial<Parameters<typeof listBlueprints>[1]>): Reading =>
    () =>
      listBlueprints(context, { limit: 48, ...query });
  const deep = Buffer.from(
    JSON.stringify({ micros: `${(now - 300 * day) * 1000}`, id: 'ffffffff-ffff-4fff-8fff-ffffffffffff' }),
  ).toString('base64url');
  const ofRoute: Record<ReadRoute, Reading | Record<string, Reading> | null> = {
    listProjects: () => listProjects(context, { limit: 100 }),
    getProject: () => readProject(context, some.project()),
    listProviders: () => readProviders(context),
    listSpending: async () => {
      const id = some.blueprint();
      return [await requireBlueprint(db, id), await spendingOf(db, id)];
    },
    listBlueprints: {
      first: blueprints({}),
      deep: blueprints({ after: deep }),
      project: () => blueprints({ projectId: some.project() })(),
      status: blueprints({ status: 'generating' }),
      statusDeep: blueprints({ status: 'ready_for_review', after: deep }),
      statusOfNone: blueprints({ status: 'draft' }),
      product: blueprints({ productKind: 'gear' }),
      author: () => blueprints({ author: `user ${some.number() % 50}` })(),
      textOfMany: blueprints({ text: 'housing' }),
      textOfOne: () => blueprints({ text: ` ${some.number()}` })(),
      textOfNone: blueprints({ text: 'zeppelin' }),
      textOfTwoLetters: blueprints({ text: 'zq' }),
      date: blueprints({ changedFrom: new Date(now - 200 * day), changedBefore: new Date(now - 190 * day) }),
      allOfIt: () =>
        blueprints({ projectId: some.project(), status: 'generating', author: 'user 7', text: 'gear' })(),
      textAndStatus: blueprints({ text: 'valve', status: 'generating' }),
    },
    getBoard: {
      usual: () => readBoard(context, some.blueprint()),
      largest: () => readBoard(context, largest),
    },
    // No database in it.
    getCatalogue: null,
    getSuggestions: () => suggestForBlueprint(context, some.blueprint()),
    // What it asks the database; the rest is a picture.
    getForeground: () => findGolden(db, some.golden()),
    getBook: {
      usual: () => readBook(context, some.blueprint()),
      largest: () => readBook(context, largest),
    },
    listCutOuts: () => readCutOuts(context, some.defect()),
    listRealSamples: () => readRealSamples(context, some.defect()),
    getCell: () => readCell(context, some.cell()),
    // What it asks the database; the rest is a mask.
    getRegion: () => regionsOfCells(db, [some.cell()]),
    getLineage: () => readLineage(context, some.cell()),
    getPreferences: () => readPreferences(context, some.cell(), 'local'),
    exportLineage: () => lineageRecords(context, some.cell()),
    getDataset: () => findVersion(db, randomUUID()),
    listDatasets: () => listDatasets(context, some.blueprint()),
    getLabelImport: () => findLabelImport(db, randomUUID()),
    listLabelImports: () => listLabelImports(context, some.blueprint()),
    listJobs: {
      all: () => listJobs(context, some.blueprint(), { limit: 100 }),
      failedOfLargest: () => listJobs(context, largest, { state: 'failed', limit: 100 }),
      ofCell: () => listJobs(context, some.blueprint(), { cellId: some.cell(), limit: 100 }),
    },
    listCandidates: {
      first: () => listCandidates(context, some.blueprint(), { limit: 200 }),
      undecided: () => listCandidates(context, some.blueprint(), { verdict: 'undecided', limit: 200 }),
      ofCell: () => listCandidates(context, some.blueprint(), { cellId: some.cell(), limit: 200 }),
      rejectedOfLargest: () => listCandidates(context, largest, { verdict: 'rejected', limit: 100 }),
      disputedOfLargest: () => listCandidates(context, largest, { disputed: true, limit: 100 }),
      scoreOfLargest: () => listCandidates(context, largest, { minScore: 100, limit: 100 }),
      pageOfLargest: () => listCandidates(context, largest, { limit: 100 }),
    },
    getCandidateIndex: {
      usual: () => readCandidateIndex(context, some.blueprint(), { limit: 20_000 }),
      largest: () => readCandidateIndex(context, largest, { limit: 20_000 }),
    },
    listDecisions: () => readDecisions(context, some.candidate()),
    getCandidate: () => findCandidate(db, some.candidate()),
    listAnnotations: () => annotationsOf(db, some.candidate()),
    getAnnotation: () => findAnnotation(db, some.annotation()),
    listShareLinks: () =>
      listShareLinks(context, { blueprintId: some.blueprint(), number: 1 }).catch(notReady),
    // The rest is a release.
    getSharedRelease: () => findOpenLink(db, randomUUID()),
    getRelease: () => readRelease(context, some.blueprint(), 1).catch(notReady),
    listReleases: () => listReleases(context, some.blueprint(), { limit: 50 }),
    previewExport: () =>
      surveyExport(context, some.blueprint(), {
        formats: 'coco',
        split: '80,10,10',
        good: true,
        unreviewed: true,
      }).catch(notReady),
    getHealth: () =>
      readHealth(context, some.blueprint(), { split: '80,10,10', good: true, unreviewed: true }).catch(
        notReady,
      ),
    listEvents: () => eventsAfter(db, some.blueprint(), 0, 500),
  };
  return {
    ...Object.fromEntries(
      Object.entries(ofRoute).flatMap(([route, reading]) =>
        reading === null
          ? []
          : typeof reading === 'function'
            ? [[route, reading]]
            : Object.entries(reading).map(([name, each]) => [`${route}.${name}`, each]),
      ),
    ),
    'picture.golden': () => goldenFile(db, some.golden()),
    'picture.candidate': () => candidateFile(db, some.candidate()),
    'picture.mask': () => annotationMask(db, some.annotation()),
    'live.seq': () => newestSeq(db, some.blueprint()),
    'live.events': () => eventsAfter(db, some.blueprint(), 18, 100),
  };
}

/** Nothing to export, and no release, is an answer. */
function notReady(error: Error & { code?: string }): null {
  if (error.code === 'not_ready' || error.code === 'not_found') return null;
  throw error;
}
