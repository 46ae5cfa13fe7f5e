import { getBoard, listBlueprints } from '#contract/blueprint.ts';
import { getCandidate, listCandidates, listDecisions, type CandidateView } from '#contract/candidate.ts';
import { getBook } from '#contract/book.ts';
import { getCatalogue, getSuggestions } from '#contract/catalogue.ts';
import { getCell } from '#contract/cell.ts';
import { listDatasets } from '#contract/dataset.ts';
import { previewExport, type ExportQuery } from '#contract/export.ts';
import { getForeground } from '#contract/golden.ts';
import { getRegion } from '#contract/region.ts';
import { getHealth } from '#contract/health.ts';
import { listLabelImports } from '#contract/label-import.ts';
import { getLineage } from '#contract/lineage.ts';
import { getProject, listProjects, listProviders, listSpending } from '#contract/provider.ts';
import { listRealSamples } from '#contract/real-sample.ts';
import { listCutOuts } from '#contract/cut-out.ts';
import { getPreferences } from '#contract/preference.ts';
import { getRelease, listReleases } from '#contract/release.ts';
import { getSharedRelease, listShareLinks } from '#contract/share-link.ts';
import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query';
import { allPages } from './all-pages.ts';
import { withNewestMask, type CandidateIndex } from './candidate-index.ts';
import { call } from './client.ts';
import { keys, type BlueprintFilter, type CandidateScope } from './keys.ts';

// One function per thing that is read. Freshness comes from the live view, never from a timer: see `live/`.

/** Page by page, as somebody scrolls for them. */
export const blueprintsQuery = (filter: BlueprintFilter) =>
  infiniteQueryOptions({
    queryKey: [...keys.blueprints, filter],
    queryFn: ({ signal, pageParam }) =>
      call(listBlueprints, { query: { ...filter, after: pageParam, limit: 48 } }, signal),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next ?? undefined,
    placeholderData: keepPreviousData,
    // No channel tells of all blueprints at once, so this list alone is read anew on every visit.
    staleTime: 0,
  });

export const catalogueQuery = () =>
  queryOptions({
    queryKey: keys.catalogue,
    queryFn: ({ signal }) => call(getCatalogue, {}, signal),
  });

export const boardQuery = (blueprintId: string) =>
  queryOptions({
    queryKey: keys.board(blueprintId),
    queryFn: ({ signal }) => call(getBoard, { params: { blueprintId } }, signal),
  });

export const suggestionsQuery = (blueprintId: string) =>
  queryOptions({
    queryKey: keys.suggestions(blueprintId),
    queryFn: ({ signal }) => call(getSuggestions, { params: { blueprintId } }, signal),
    placeholderData: keepPreviousData,
  });

export const foregroundQuery = (blueprintId: string, goldenId: string) =>
  queryOptions({
    queryKey: keys.foreground(blueprintId, goldenId),
    queryFn: ({ signal }) => call(getForeground, { params: { goldenId } }, signal),
  });

/** `version` tells what was read apart; what is answered is the region of now. */
export const regionQuery = (blueprintId: string, cellId: string, version: string) =>
  queryOptions({
    queryKey: keys.region(blueprintId, cellId, version),
    queryFn: ({ signal }) => call(getRegion, { params: { cellId } }, signal),
  });

export const cellQuery = (blueprintId: string, cellId: string) =>
  queryOptions({
    queryKey: keys.cell(blueprintId, cellId),
    queryFn: ({ signal }) => call(getCell, { params: { cellId } }, signal),
  });

export const lineageQuery = (blueprintId: string, cellId: string) =>
  queryOptions({
    queryKey: keys.lineage(blueprintId, cellId),
    queryFn: ({ signal }) => call(getLineage, { params: { cellId } }, signal),
  });

/** Every candidate of a scope, all pages of it, in the order they were made. */
export const candidatesQuery = (blueprintId: string, scope: CandidateScope) =>
  queryOptions({
    queryKey: keys.candidatesIn(blueprintId, scope),
    queryFn: ({ signal }): Promise<CandidateView[]> =>
      allPages(async (after) => {
        const query = { ...scope, after, limit: 500 };
        const page = await call(listCandidates, { params: { blueprintId }, query }, signal);
        return { rows: page.candidates, next: page.next };
      }),
  });

export const candidateQuery = (blueprintId: string, candidateId: string) =>
  queryOptions({
    queryKey: keys.candidate(blueprintId, candidateId),
    queryFn: async ({ signal, client }) => {
      const candidate = await call(getCandidate, { params: { candidateId } }, signal);
      client.setQueryData<CandidateIndex>(
        keys.candidateIndex(blueprintId),
        (index) => index && withNewestMask(index, candidate),
      );
      return candidate;
    },
    // Thousands are passed by in a sitting.
    gcTime: 60_000,
  });

export const preferencesQuery = (blueprintId: string, cellId: string) =>
  queryOptions({
    queryKey: keys.preferencesIn(blueprintId, cellId),
    queryFn: ({ signal }) => call(getPreferences, { params: { cellId } }, signal),
    // Others decide and compare meanwhile.
    staleTime: 0,
  });

export const decisionsOnQuery = (blueprintId: string, candidateId: string) =>
  queryOptions({
    queryKey: keys.decisionsOn(blueprintId, candidateId),
    queryFn: async ({ signal }) => (await call(listDecisions, { params: { candidateId } }, signal)).decisions,
  });

export const bookQuery = (blueprintId: string) =>
  queryOptions({
    queryKey: keys.book(blueprintId),
    queryFn: async ({ signal }) => (await call(getBook, { params: { blueprintId } }, signal)).pages,
  });

export const realSamplesQuery = (blueprintId: string, defectId: string) =>
  queryOptions({
    queryKey: keys.realSamplesOf(blueprintId, defectId),
    queryFn: ({ signal }) => call(listRealSamples, { params: { defectId } }, signal),
  });

export const releasesQuery = (blueprintId: string) =>
  queryOptions({
    queryKey: keys.releases(blueprintId),
    queryFn: ({ signal }) =>
      allPages(async (after) => {
        const page = await call(listReleases, { params: { blueprintId }, query: { after } }, signal);
        return { rows: page.releases, next: page.next };
      }),
  });

/** It never changes. */
export const releaseQuery = (blueprintId: string, number: number) =>
  queryOptions({
    queryKey: keys.release(blueprintId, number),
    queryFn: ({ signal }) => call(getRelease, { params: { blueprintId, number } }, signal),
  });

/** Prepared in the background; the live view says when one has changed. */
export const datasetsQuery = (blueprintId: string) =>
  queryOptions({
    queryKey: keys.datasets(blueprintId),
    queryFn: ({ signal }) => call(listDatasets, { params: { blueprintId } }, signal),
    select: ({ versions }) => versions,
  });

/** Worked on in the background, likewise. */
export const labelImportsQuery = (blueprintId: string) =>
  queryOptions({
    queryKey: keys.labelImports(blueprintId),
    queryFn: ({ signal }) => call(listLabelImports, { params: { blueprintId } }, signal),
    select: ({ imports }) => imports,
  });

/** Others make and revoke links meanwhile, and use them. */
export const shareLinksQuery = (blueprintId: string, number: number) =>
  queryOptions({
    queryKey: keys.shareLinksOf(blueprintId, number),
    queryFn: async ({ signal }) =>
      (await call(listShareLinks, { params: { blueprintId, number } }, signal)).links,
    staleTime: 0,
  });

export const sharedQuery = (token: string) =>
  queryOptions({
    queryKey: keys.shared(token),
    queryFn: ({ signal }) => call(getSharedRelease, { params: { token } }, signal),
  });

/** Under the key of exports: what changes one, changes the other. */
export const healthQuery = (blueprintId: string, { formats: _formats, ...query }: ExportQuery) =>
  queryOptions({
    queryKey: [...keys.exports(blueprintId), 'health', query],
    queryFn: ({ signal }) => call(getHealth, { params: { blueprintId }, query: query as never }, signal),
    placeholderData: keepPreviousData,
    retry: false,
  });

export const exportQuery = (blueprintId: string, query: ExportQuery) =>
  queryOptions({
    queryKey: [...keys.exports(blueprintId), query],
    queryFn: ({ signal }) => call(previewExport, { params: { blueprintId }, query: query as never }, signal),
    placeholderData: keepPreviousData,
    retry: false,
  });

export const cutOutsQuery = (blueprintId: string, defectId: string) =>
  queryOptions({
    queryKey: keys.cutOutsOf(blueprintId, defectId),
    queryFn: ({ signal }) => call(listCutOuts, { params: { defectId } }, signal),
  });

export const providersQuery = (blueprintId: string) =>
  queryOptions({
    queryKey: [...keys.remote(blueprintId), 'providers'],
    queryFn: async ({ signal }) => (await call(listProviders, {}, signal)).providers,
  });

export const projectQuery = (blueprintId: string, projectId: string) =>
  queryOptions({
    queryKey: [...keys.remote(blueprintId), 'project'],
    queryFn: ({ signal }) => call(getProject, { params: { projectId } }, signal),
  });

/** To choose among; a plant has a few. */
export const projectsQuery = () =>
  queryOptions({
    queryKey: keys.projects,
    queryFn: ({ signal }) =>
      allPages(async (after) => {
        const page = await call(listProjects, { query: { after, limit: 200 } }, signal);
        return { rows: page.projects, next: page.next };
      }),
    staleTime: 0,
  });

export const spendingQuery = (blueprintId: string) =>
  queryOptions({
    queryKey: [...keys.remote(blueprintId), 'spending'],
    queryFn: ({ signal }) => call(listSpending, { params: { blueprintId } }, signal),
  });
