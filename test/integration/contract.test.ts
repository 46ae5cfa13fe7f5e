import { beforeAll, describe, expect, test } from 'vitest';
import { errorCodes } from '#core/app-error.ts';
import { errorBodySchema } from '#contract/error.ts';
import { exportPath } from '#contract/export.ts';
import { apiPrefix, type Route } from '#contract/route.ts';
import { routes } from '#contract/routes.ts';
import { startTestServer } from '../support/test-server.ts';

const { address } = await startTestServer();

type Content = Record<string, { schema: object }>;
type Operation = {
  operationId: string;
  summary: string;
  tags: string[];
  parameters?: { name: string; in: string; required?: boolean; schema: object }[];
  requestBody?: { content: Content };
  responses: Record<string, { description: string; content: Content }>;
};
type Document = {
  openapi: string;
  info: { title: string; version: string };
  paths: Record<string, Record<string, Operation>>;
  components: { schemas: Record<string, { properties: Record<string, object>; required: string[] }> };
};

let document: Document;
beforeAll(async () => {
  document = (await (await fetch(`${address}${apiPrefix}/openapi.json`)).json()) as Document;
});

const all = Object.entries(routes) as [string, Route][];
const templated = (path: string): string => apiPrefix + path.replace(/:(\w+)/g, '{$1}');

/** Everything below a value that is named `key`. */
function findAll(value: unknown, key: string): unknown[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, child]) => [
    ...(name === key ? [child] : []),
    ...findAll(child, key),
  ]);
}

describe('the OpenAPI document', () => {
  test.each(all)('describes %s', (name, route) => {
    const operation = document.paths[templated(route.path)]?.[route.method.toLowerCase()];
    expect(operation).toMatchObject({ operationId: name, summary: route.summary });
    expect(operation!.tags.length).toBe(1);
    const parameters = operation!.parameters ?? [];
    const named = (place: string): string[] =>
      parameters.filter((parameter) => parameter.in === place).map((parameter) => parameter.name);
    expect(named('path')).toEqual([...route.path.matchAll(/:(\w+)/g)].map(([, key]) => key));
    expect(named('query').toSorted()).toEqual(Object.keys(route.query?.shape ?? {}).toSorted());
    expect(parameters.filter((parameter) => parameter.in === 'path').every((known) => known.required)).toBe(
      true,
    );
    const type = route.multipart ? 'multipart/form-data' : 'application/json';
    const body = operation!.requestBody?.content[type]?.schema;
    expect(body !== undefined).toBe(route.body !== undefined || route.multipart === true);
    const success = operation!.responses[route.status ?? 200];
    expect(success?.content['application/json']?.schema).toBeTypeOf('object');
    const refusals = Object.entries(operation!.responses).filter(([status]) => Number(status) >= 400);
    expect(refusals.map(([status]) => status)).toEqual(expect.arrayContaining(['400', '500', '503']));
    for (const [, refusal] of refusals) {
      expect(refusal.content['application/json']!.schema).toEqual({ $ref: '#/components/schemas/Error' });
    }
  });

  test('is OpenAPI 3.1, names everything once, and holds nothing else', () => {
    expect(document.openapi).toMatch(/^3\.1\.\d$/);
    expect(document.info).toMatchObject({ title: 'Red Rabbit', version: '1' });
    const operations = Object.values(document.paths).flatMap((path) => Object.values(path));
    expect(operations.map((operation) => operation.operationId).toSorted()).toEqual(
      [
        ...all.map(([name]) => name),
        'downloadExport',
        'downloadDataset',
        'downloadDatasetFile',
        'listDatasetFiles',
      ].toSorted(),
    );
    expect(Object.keys(document.paths)).toContain(templated(exportPath));
  });

  test('every reference leads somewhere, and every name is used', () => {
    const references = new Set(findAll(document, '$ref').map(String));
    const known = Object.keys(document.components.schemas).map((name) => `#/components/schemas/${name}`);
    expect([...references].toSorted()).toEqual(known.toSorted());
    expect(known.length).toBeGreaterThan(10);
    expect(findAll(document, '$schema')).toEqual([]);
    expect(Object.keys(document.components.schemas.Error!.properties)).toEqual(['error']);
    expect(JSON.stringify(document.components.schemas.Error)).toContain(JSON.stringify(errorCodes));
  });

  test('says which files an upload takes', () => {
    const upload = document.paths[templated(routes.uploadCandidate.path)]!.post!.requestBody!;
    expect(upload.content['multipart/form-data']!.schema).toMatchObject({
      required: ['picture'],
      properties: {
        picture: { contentMediaType: 'application/octet-stream' },
        mask: {},
        box: { type: 'string' },
      },
    });
  });
});

test.each(all.filter(([, route]) => route.params !== undefined))(
  '%s answers 404 in a sentence for an id that nobody knows, and 400 for one that is none',
  async (_, route) => {
    expect(await ask(route, crypto.randomUUID())).toMatchObject({
      status: 404,
      error: { code: 'not_found' },
    });
    for (const id of ['nonsense', "' or 1=1 --", '%00', '../../../etc/passwd', 'a'.repeat(5000)]) {
      const { status, error } = await ask(route, id);
      expect([400, 404, 414], id.slice(0, 30)).toContain(status);
      expect(error!.message).toMatch(/\.$/);
    }
  },
);

/** A request that is in order, apart from the id. */
async function ask(
  route: Route,
  id: string,
): Promise<{ status: number; error?: { code: string; message: string; requestId: string } }> {
  const bodies: Record<string, object> = {
    '/candidates/:candidateId/annotations': { basedOn: 1, marks: [] },
    '/candidates/:candidateId/annotations/restore': { basedOn: 2, version: 1 },
    '/blueprints/:blueprintId/defects': { defects: [{ name: 'a', family: 'dent' }] },
    '/blueprints/:blueprintId/dataset-versions': { release: 1 },
    '/blueprints/:blueprintId/golden-orders': { words: 'a steel bracket' },
    '/cells/:cellId/region': { basedOn: null, areas: [] },
    '/label-imports/:importId/check': {},
    '/label-imports/:importId/start': { classes: [] },
    '/cells/:cellId/prompts': { text: 'a', parentIds: [crypto.randomUUID()] },
    '/cells/:cellId/preferences': {
      leftId: crypto.randomUUID(),
      rightId: crypto.randomUUID(),
      verdict: 'left',
    },
    '/cells/:cellId/comparisons': { promptIds: [crypto.randomUUID(), crypto.randomUUID()] },
    '/goldens/:goldenId': { mmPerPixel: 0.1 },
    '/defects/:defectId': { useFit: true },
    '/defects/:defectId/reject-reasons': { reasons: [{ label: 'a' }] },
    '/blueprints/:blueprintId/cells': { cellIds: [crypto.randomUUID()], target: 1 },
    '/blueprints/:blueprintId/decisions': {
      decisions: [{ candidateId: crypto.randomUUID(), verdict: 'approved' }],
    },
  };
  const form = new FormData();
  for (const [name, { kind, required }] of Object.entries(route.form ?? {})) {
    if (kind === 'text') form.append(name, '{"x":0,"y":0,"width":1,"height":1}');
    else if (required) form.append(name, new Blob(['no picture']), 'a.jpg');
  }
  const path = route.path.replace(':number', '1').replace(/:\w+/g, encodeURIComponent(id));
  const answer = await fetch(address + apiPrefix + path, {
    method: route.method,
    ...(route.multipart && { body: form }),
    ...(route.body && {
      body: JSON.stringify(bodies[route.path] ?? {}),
      headers: { 'content-type': 'application/json' },
    }),
  });
  const json: unknown = await answer.json();
  if (answer.ok) return { status: answer.status };
  const { error } = errorBodySchema.parse(json);
  expect(answer.headers.get('x-request-id') ?? error.requestId).toBe(error.requestId);
  return { status: answer.status, error };
}
