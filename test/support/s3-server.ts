import { mkdtemp } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import type { TestProject } from 'vitest/node';
import { removeKilledRuns } from './killed-runs.ts';
import { hasRadosgw, type Radosgw, startRadosgw } from './radosgw.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** Starts the S3 server of this test run when it is first asked, and says where it is; `null` where there is none. */
    s3Starter: string | null;
  }
}

const prefix = 'redrabbit-test-s3-';

/** One S3 server for all tests, in a temporary folder, started when the first test wants it. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  await removeKilledRuns(prefix);
  if (!hasRadosgw()) {
    project.provide('s3Starter', null);
    return async () => {};
  }
  let server: Promise<Radosgw> | null = null;
  const starter = createServer((_, response) => {
    server ??= mkdtemp(join(tmpdir(), `${prefix}${process.pid}-`)).then(startRadosgw);
    server.then(
      (started) => response.end(JSON.stringify(started.server)),
      (error: unknown) => response.writeHead(500).end(String(error)),
    );
  }).listen(0, '127.0.0.1');
  await once(starter, 'listening');
  project.provide('s3Starter', `http://127.0.0.1:${(starter.address() as AddressInfo).port}`);
  return async () => {
    starter.close();
    starter.closeAllConnections();
    await (await server?.catch(() => null))?.stop();
  };
}
