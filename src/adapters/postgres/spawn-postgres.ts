import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { openLog } from './postgres-log.ts';
import { postgresEnvironment, type RunAs } from './run-as.ts';

/**
 * Given on the command line and not in the folder's postgresql.conf, so that a new version of the program brings
 * its settings along. One machine, one writer, nobody replicates: the smallest log that still survives a crash.
 */
const settings: Record<string, string> = {
  listen_addresses: '127.0.0.1',
  // A socket's path may have 107 bytes at most, which a folder deep in somebody's home exceeds.
  unix_socket_directories: '',
  max_connections: '100',
  shared_buffers: '64MB',
  fsync: 'on',
  wal_level: 'minimal',
  max_wal_senders: '0',
  min_wal_size: '32MB',
  max_wal_size: '256MB',
  timezone: 'UTC',
  log_timezone: 'UTC',
  logging_collector: 'off',
  log_checkpoints: 'off',
  jit: 'off',
};

export interface SpawnedPostgres {
  readonly child: ChildProcess;
  readonly port: number;
  /** Length of the log file before this server wrote to it. */
  readonly logStart: number;
}

/**
 * Starts the server on `folder` in a session of its own: Ctrl-C in the terminal does not reach it, and it
 * keeps serving if this program is killed. Does not wait until it is ready.
 */
export async function spawnPostgres(
  folder: string,
  postgres: string,
  runAs: RunAs,
  wanted: { port?: number; isForgetful?: boolean } = {},
): Promise<SpawnedPostgres> {
  const port = wanted.port ?? (await findFreePort());
  const { file, length } = await openLog(folder);
  try {
    const all = wanted.isForgetful === true ? { ...settings, fsync: 'off' } : settings;
    const options = Object.entries(all).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
    const [command, ...args] = [...runAs.prefix, postgres, '-D', folder, '-p', String(port), ...options];
    const child = spawn(command, args, {
      detached: true,
      env: postgresEnvironment,
      stdio: ['ignore', file.fd, file.fd],
    });
    // Rejects if the program cannot be started at all.
    await once(child, 'spawn');
    child.unref();
    return { child, port, logStart: length };
  } finally {
    await file.close();
  }
}

/** A port that is free now; another program may still take it before the server does. */
async function findFreePort(): Promise<number> {
  const server = createServer();
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}
