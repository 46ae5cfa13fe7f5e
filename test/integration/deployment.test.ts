import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { sql } from 'kysely';
import { afterAll, expect, test } from 'vitest';
import { parse, parseAllDocuments } from 'yaml';
import { z } from 'zod';
import { connect } from '#db/connect.ts';
import { readConfig, variableNames } from '../../src/config.ts';
import { readImage } from '../support/image.ts';
import { createTestDatabase } from '../support/test-database.ts';

/** The files for containers say what the program understands: nothing else looks at them before they are used. */
const url = await createTestDatabase();
const db = connect(url, { max: 1, onError: () => {} });
afterAll(() => db.destroy());

const { port } = await readImage('Dockerfile');
const folder = 'deploy/kubernetes';
const files = (await readdir(folder)).sort();
const documents = (
  await Promise.all(files.map(async (file) => parseAllDocuments(await readFile(join(folder, file), 'utf8'))))
).flat();
const resources = documents.map((document) => {
  expect(document.errors).toEqual([]);
  return resourceSchema().parse(document.toJS());
});
const deployments = resources.filter((one) => one.kind === 'Deployment');
const settings = resources.find((one) => one.kind === 'ConfigMap')?.data ?? {};

const secrets = { DATABASE_URL: url, STORAGE_ACCESS_KEY: 'a', STORAGE_SECRET_KEY: 'b', METRICS_TOKEN: 'c' };
const expectKnown = (names: string[]): void => expect(variableNames).toEqual(expect.arrayContaining(names));

test.each(['web', 'worker'])(
  'compose: %s has settings that the program understands, and time to stop',
  async (role) => {
    const text = (await readFile('compose.yaml', 'utf8')).replaceAll(
      /\$\{(\w+)(?::[-?]([^}]*))?\}/g,
      'filled',
    );
    const compose = composeSchema().parse(parse(text, { merge: true }));
    const service = compose.services[role]!;
    const environment = service.environment!;
    expectKnown(Object.keys(environment));
    const config = readConfig({ ...environment, FAL_KEY: '', PUBLIC_URL: '' });
    expect(config).toMatchObject({ role, port, storage: { kind: 's3' } });
    expect(Number.parseInt(service.stop_grace_period!, 10)).toBeGreaterThan(
      (config.drainMs + config.graceMs) / 1000 + 5,
    );
    for (const published of service.ports ?? []) expect(published).toMatch(new RegExp(`:${port}$`));
  },
);

test('compose: every variable to fill in has its line in the example', async () => {
  const example = await readFile('.env.example', 'utf8');
  for (const [, name] of (await readFile('compose.yaml', 'utf8')).matchAll(/\$\{(\w+)/g)) {
    expect(example).toMatch(new RegExp(`^${name}=`, 'm'));
  }
});

test.each(deployments)(
  'Kubernetes: $metadata.name has settings that the program understands, and time to stop',
  (one) => {
    const { containers, terminationGracePeriodSeconds } = one.spec!.template!.spec;
    const [container] = containers;
    const own = Object.fromEntries(container!.env.map(({ name, value }) => [name, value]));
    expectKnown(Object.keys({ ...settings, ...own }));
    const config = readConfig({ ...settings, ...secrets, ...own });
    expect(one.metadata.name).toBe(`redrabbit-${config.role}`);
    expect(terminationGracePeriodSeconds).toBeGreaterThan((config.drainMs + config.graceMs) / 1000 + 5);
    expect(container!.ports).toEqual([{ name: 'http', containerPort: port }]);
    const probes = [container!.startupProbe, container!.livenessProbe, container!.readinessProbe];
    expect(probes.map((probe) => probe.httpGet)).toEqual(
      ['/healthz', '/healthz', '/readyz'].map((path) => ({ path, port: 'http' })),
    );
    if (config.role === 'worker') expect(container!.resources.limits.cpu).toBe(`${config.workers}`);
  },
);

test('Kubernetes: what names others names those that are there', () => {
  const list = resources.find((one) => one.kind === 'Kustomization')!.resources!;
  expect(files).toEqual(expect.arrayContaining(list));
  const names = deployments.map((one) => one.metadata.name);
  const labels = deployments.map((one) => one.spec!.template!.metadata.labels);
  for (const { kind, spec } of resources) {
    if (spec?.scaleTargetRef) expect(names).toContain(spec.scaleTargetRef.name);
    if (kind === 'Service') expect(labels).toContainEqual(spec!.selector);
    if (kind === 'PodDisruptionBudget') expect(labels).toContainEqual(spec!.selector!.matchLabels);
  }
});

test('Kubernetes: the autoscaler asks what the database can answer', async () => {
  const [trigger] = resources.find((one) => one.kind === 'ScaledObject')!.spec!.triggers!;
  const { rows } = await sql.raw<{ count: number }>(trigger!.metadata.query!).execute(db);
  expect(rows).toEqual([{ count: 0 }]);
});

function composeSchema() {
  const service = z.object({
    environment: z.record(z.string(), z.coerce.string()).optional(),
    stop_grace_period: z
      .string()
      .regex(/^\d+s$/)
      .optional(),
    ports: z.array(z.string()).optional(),
  });
  return z.object({ services: z.record(z.string(), service) });
}

function resourceSchema() {
  const words = z.record(z.string(), z.string());
  const probe = z.object({ httpGet: z.object({ path: z.string(), port: z.string() }) });
  const container = z.object({
    env: z.array(z.object({ name: z.string(), value: z.string() })),
    ports: z.array(z.object({ name: z.string(), containerPort: z.number() })),
    startupProbe: probe,
    livenessProbe: probe,
    readinessProbe: probe,
    resources: z.object({ limits: words }),
  });
  const pod = z.object({ terminationGracePeriodSeconds: z.number(), containers: z.array(container) });
  const spec = z.object({
    template: z.object({ metadata: z.object({ labels: words }), spec: pod }).optional(),
    selector: z.looseObject({ matchLabels: words.optional() }).optional(),
    scaleTargetRef: z.looseObject({ name: z.string() }).optional(),
    triggers: z.array(z.object({ metadata: words })).optional(),
  });
  return z.object({
    kind: z.string(),
    metadata: z.object({ name: z.string() }).default({ name: '' }),
    data: words.optional(),
    resources: z.array(z.string()).optional(),
    spec: spec.optional(),
  });
}
