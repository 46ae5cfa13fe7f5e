import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from 'vitest';
import { readConfig } from '#config.ts';
import { insertProject } from '#db/projects.ts';
import { type RunningServer, startServer } from '#start-server.ts';
import { createTestDatabase } from './test-database.ts';

export type TestServer = RunningServer & { dataDir: string; databaseUrl: string };

/** The real server, on a database and a folder of its own, with one empty project. For one test file. */
export async function startTestServer(
  options: { webFolder?: string; environment?: Record<string, string> } = {},
): Promise<TestServer> {
  const databaseUrl = await createTestDatabase();
  const dataDir = await mkdtemp(join(tmpdir(), 'redrabbit-test-data-'));
  const config = readConfig({
    DATABASE_URL: databaseUrl,
    DATA_DIR: dataDir,
    HOST: '127.0.0.1',
    PORT: '0',
    LOG_LEVEL: 'error',
    ...options.environment,
  });
  const server = await startServer(config, {
    webFolder: options.webFolder ?? null,
    prepare: (context) => insertProject(context.db, { id: crypto.randomUUID(), name: 'Test' }),
  });
  afterAll(async () => {
    await server.stop();
    await rm(dataDir, { recursive: true, force: true });
  });
  return { ...server, dataDir, databaseUrl };
}
