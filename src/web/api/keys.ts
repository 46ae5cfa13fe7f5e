import type { BlueprintStatus } from '#core/blueprint/status.ts';

/** Which part of the candidates is asked for; the verdict is chosen in the browser, so that counts stay whole. */
export type CandidateScope = {
  readonly cellId?: string | undefined;
  readonly goldenId?: string | undefined;
  readonly defectId?: string | undefined;
};

/** Which blueprints are listed. */
export type BlueprintFilter = {
  readonly projectId?: string | undefined;
  readonly status?: BlueprintStatus | undefined;
  readonly productKind?: string | undefined;
  readonly text?: string | undefined;
  readonly changedFrom?: string | undefined;
};

/** Cache keys, from the general to the particular: refreshing `blueprint(id)` refreshes all below it. */
export const keys = {
  blueprints: ['blueprints'] as const,
  projects: ['projects'] as const,
  catalogue: ['catalogue'] as const,
  blueprint: (id: string) => ['blueprint', id] as const,
  board: (id: string) => ['blueprint', id, 'board'] as const,
  foregrounds: (id: string) => ['blueprint', id, 'foreground'] as const,
  foreground: (id: string, goldenId: string) => ['blueprint', id, 'foreground', goldenId] as const,
  suggestions: (id: string) => ['blueprint', id, 'suggestions'] as const,
  cells: (id: string) => ['blueprint', id, 'cell'] as const,
  cell: (id: string, cellId: string) => ['blueprint', id, 'cell', cellId] as const,
  /** Of a cell, in one of its versions. */
  region: (id: string, cellId: string, version: string) =>
    ['blueprint', id, 'region', cellId, version] as const,
  lineages: (id: string) => ['blueprint', id, 'lineage'] as const,
  lineage: (id: string, cellId: string) => ['blueprint', id, 'lineage', cellId] as const,
  candidates: (id: string) => ['blueprint', id, 'candidates'] as const,
  candidatesIn: (id: string, scope: CandidateScope) => ['blueprint', id, 'candidates', scope] as const,
  annotations: (id: string, candidateId: string) => ['blueprint', id, 'annotations', candidateId] as const,
  book: (id: string) => ['blueprint', id, 'book'] as const,
  /** One in full. */
  candidate: (id: string, candidateId: string) => ['blueprint', id, 'candidate', candidateId] as const,
  /** All in short, and what was made since: refreshing the second adds to the first. */
  candidateIndex: (id: string) => ['blueprint', id, 'candidate-index'] as const,
  newCandidates: (id: string) => ['blueprint', id, 'new-candidates'] as const,
  preferences: (id: string) => ['blueprint', id, 'preferences'] as const,
  preferencesIn: (id: string, cellId: string) => ['blueprint', id, 'preferences', cellId] as const,
  decisions: (id: string) => ['blueprint', id, 'decisions'] as const,
  decisionsOn: (id: string, candidateId: string) => ['blueprint', id, 'decisions', candidateId] as const,
  cutOuts: (id: string) => ['blueprint', id, 'cut-outs'] as const,
  cutOutsOf: (id: string, defectId: string) => ['blueprint', id, 'cut-outs', defectId] as const,
  realSamples: (id: string) => ['blueprint', id, 'real-samples'] as const,
  realSamplesOf: (id: string, defectId: string) => ['blueprint', id, 'real-samples', defectId] as const,
  /** Whoever makes pictures elsewhere: what they take, what the project allows, what was spent. */
  remote: (id: string) => ['blueprint', id, 'remote'] as const,
  releases: (id: string) => ['blueprint', id, 'releases'] as const,
  release: (id: string, number: number) => ['release', id, number] as const,
  labelImports: (id: string) => ['blueprint', id, 'label-imports'] as const,
  datasets: (id: string) => ['blueprint', id, 'datasets'] as const,
  shareLinks: (id: string) => ['blueprint', id, 'share-links'] as const,
  shareLinksOf: (id: string, number: number) => ['blueprint', id, 'share-links', number] as const,
  /** What a link opens, for whoever has it. */
  shared: (token: string) => ['shared', token] as const,
  exports: (id: string) => ['blueprint', id, 'export'] as const,
};
