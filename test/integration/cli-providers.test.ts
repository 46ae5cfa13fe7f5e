import { randomUUID } from 'node:crypto';
import { afterAll, expect, test } from 'vitest';
import { connect } from '#db/connect.ts';
import { changeProject, insertProject } from '#db/projects.ts';
import { openCircuit } from '#db/provider-accounts.ts';
import { type CliResult, runCli } from '../support/run-cli.ts';
import { makeTemporaryFolder } from '../support/temporary-folder.ts';
import { createTestDatabase } from '../support/test-database.ts';

const databaseUrl = await createTestDatabase();
const db = connect(databaseUrl, { onError: () => {} });
afterAll(() => db.destroy());
const id = randomUUID();
await insertProject(db, { id, name: 'Line 4' });
await changeProject(db, id, { providers: ['fal'], cap_micros: 5_000_000 });
const dataDir = await makeTemporaryFolder();

function providers(environment: Record<string, string>, ...args: string[]): Promise<CliResult> {
  return runCli(['providers', ...args], {
    environment: { DATABASE_URL: databaseUrl, DATA_DIR: dataDir, ...environment },
  });
}

test('lists models with their prices, trouble with the account, and what each project may spend', async () => {
  const message = 'The balance at fal.ai is used up.';
  await openCircuit(db, 'fal', { code: 'account_locked', message, isProbe: false }, new Date());
  const { status, stdout, stderr } = await providers({ FAL_KEY: 'id:secret' });
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  expect(stdout).toMatch(/^fal {2}fal\.ai: in trouble since .*: The balance at fal\.ai is used up\.$/m);
  expect(stdout).toMatch(/^ {2}fal-ai\/flux-pro\/v1\/fill {2}\$0\.05 each, usual: /m);
  expect(stdout).toMatch(/inpaint {2}\$0\.05 each, estimated: /);
  expect(stdout).toMatch(/^project Line 4: allows fal; spent \$0\.00, put aside \$0\.00, limit \$5\.00$/m);
  expect(stdout).not.toContain('secret');
});

test('says what keeps a provider from being used, and stays one JSON object', async () => {
  const none = await providers({}, '--json');
  expect(none).toMatchObject({ status: 0, stderr: '' });
  expect(JSON.parse(none.stdout)).toMatchObject({
    providers: [{ name: 'fal', isConfigured: false, obstacle: expect.stringContaining('FAL_KEY') }],
    projects: [{ capMicros: 5_000_000 }],
  });
  expect((await providers({})).stdout).toMatch(/^fal {2}fal\.ai: .*no key.* FAL_KEY\.$/m);
  expect((await providers({ FAL_KEY: 'id:secret', NO_EGRESS: '1' })).stdout).toMatch(
    /^fal {2}fal\.ai: .*NO_EGRESS/m,
  );
});
