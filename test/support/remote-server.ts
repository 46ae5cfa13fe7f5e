import { afterAll } from 'vitest';
import type { BoardView } from '#contract/blueprint.ts';
import { changeBlueprint } from '#contract/blueprint.ts';
import { changeProject, listProjects } from '#contract/provider.ts';
import { type FalEmulator, startFalEmulator } from '../../tools/fal-emulator/start-fal-emulator.ts';
import { call } from './api.ts';
import { makeBlueprint } from './blueprint.ts';
import { freePort } from './free-port.ts';
import { startTestServer, type TestServer } from './test-server.ts';

export type RemoteServer = TestServer & { fal: FalEmulator };

/** The real server and something that speaks fal's protocol to it, with or without webhooks. */
export async function startRemoteServer(
  options: {
    webhooks?: boolean;
    slots?: number;
    emulator?: Parameters<typeof startFalEmulator>[0];
    environment?: Record<string, string>;
    webFolder?: string;
  } = {},
): Promise<RemoteServer> {
  const slots = options.slots ?? 2;
  const fal = await startFalEmulator({
    slots,
    latencyMs: 50,
    pictures: 'quick',
    speed: 200,
    ...options.emulator,
  });
  const port = await freePort();
  const server = await startTestServer({
    ...(options.webFolder !== undefined && { webFolder: options.webFolder }),
    environment: {
      PORT: `${port}`,
      FAL_KEY: 'id:secret',
      FAL_URL: fal.url,
      FAL_SLOTS: `${slots}`,
      ...(options.webhooks !== false && { PUBLIC_URL: `http://127.0.0.1:${port}` }),
      ...options.environment,
    },
  });
  afterAll(() => fal.close());
  return { ...server, fal };
}

/** A blueprint whose pictures are made by fal, in a project that allows it. */
export async function makeRemoteBlueprint(
  address: string,
  options: Parameters<typeof makeBlueprint>[1] = {},
): Promise<BoardView> {
  const board = await makeBlueprint(address, { photos: ['tile-a.jpg'], defects: ['scratch'], ...options });
  const { projects } = await call(address, listProjects);
  const params = { projectId: projects[0]!.id };
  await call(address, changeProject, { params, body: { providers: ['fal'] } });
  await call(address, changeBlueprint, {
    params: { blueprintId: board.blueprint.id },
    body: {
      settings: {
        generator: { name: 'fal', model: null },
        retry: { limit: 3, delaySeconds: 1, maxDelaySeconds: 1 },
      },
    },
  });
  return board;
}
