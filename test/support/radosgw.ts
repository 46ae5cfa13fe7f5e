import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { promisify } from 'node:util';
import { freePort } from './free-port.ts';

/** A real S3 server: Ceph's gateway, from Debian's packages ceph-mon, ceph-osd, radosgw and ceph-common. */
export type Radosgw = { server: S3Server; stop(): Promise<void> };
export type S3Server = { endpoint: string; accessKeyId: string; secretAccessKey: string };

const programs = ['ceph', 'ceph-mon', 'ceph-osd', 'ceph-authtool', 'monmaptool', 'radosgw', 'radosgw-admin'];
const keys = { accessKeyId: 'TESTKEY', secretAccessKey: 'test-secret' };
const run = promisify(execFile);

export function hasRadosgw(): boolean {
  return programs.every(isOnPath);
}

function isOnPath(name: string): boolean {
  return (process.env.PATH ?? '').split(delimiter).some((folder) => existsSync(join(folder, name)));
}

/**
 * Starts one monitor, one place for objects, in memory, and the gateway, all on this machine and in that folder, which
 * is made anew. Takes 4 s on an idle machine: without `paxos propose interval` every change of the cluster waits for a
 * second, and it takes 14.
 */
export async function startRadosgw(folder: string): Promise<Radosgw> {
  const [port, monitorPort] = [await freePort(), await freePort()];
  const endpoint = `http://127.0.0.1:${port}`;
  const fsid = randomUUID();
  const conf = join(folder, 'ceph.conf');
  const at = (...names: string[]): string => join(folder, ...names);
  const ceph = (program: string, ...args: string[]): Promise<unknown> => run(program, ['-c', conf, ...args]);
  const daemons: ChildProcess[] = [];
  const serve = (program: string, ...args: string[]): void => {
    daemons.push(startDaemon(program, ['-c', conf, '-f', ...args]));
  };
  const stop = async (): Promise<void> => {
    // What they hold is in memory, and not wanted any more.
    for (const daemon of daemons) daemon.kill('SIGKILL');
    const running = daemons.filter(({ exitCode, signalCode }) => exitCode === null && signalCode === null);
    await Promise.all(running.map((daemon) => once(daemon, 'exit')));
    await rm(folder, { recursive: true, force: true });
  };

  await rm(folder, { recursive: true, force: true });
  for (const name of ['mon', 'osd', 'rgw', 'run', 'log']) await mkdir(at(name), { recursive: true });
  await writeFile(conf, configure(folder, { fsid, port, monitorPort }));
  try {
    await run('monmaptool', [
      '--create',
      '--addv',
      'a',
      `[v2:127.0.0.1:${monitorPort}]`,
      '--fsid',
      fsid,
      at('monmap'),
    ]);
    await makeKeys(at);
    await ceph(
      'ceph-mon',
      '-i',
      'a',
      '--mkfs',
      '--monmap',
      at('monmap'),
      '--keyring',
      at('keyring'),
      '--no-mon-config',
    );
    serve('ceph-mon', '-i', 'a');
    await ceph('ceph', 'osd', 'create');
    await ceph('ceph-osd', '-i', '0', '--mkfs', '--no-mon-config');
    await ceph('ceph', 'osd', 'crush', 'add', 'osd.0', '1', 'root=default');
    serve('ceph-osd', '-i', '0');
    serve('radosgw', '-n', 'client.rgw');
    await untilAnswering(endpoint, daemons);
    const { accessKeyId, secretAccessKey } = keys;
    const user = [
      '--uid=test',
      '--display-name=test',
      `--access-key=${accessKeyId}`,
      `--secret-key=${secretAccessKey}`,
    ];
    await ceph('radosgw-admin', 'user', 'create', ...user);
  } catch (error) {
    await stop();
    throw error;
  }
  return { server: { endpoint, ...keys }, stop };
}

/** It ends when this process does, however that ends. */
function startDaemon(program: string, args: string[]): ChildProcess {
  const [command, first] = isOnPath('setpriv')
    ? ['setpriv', ['--pdeathsig', 'KILL', program]]
    : [program, []];
  return spawn(command, [...first, ...args], { stdio: 'ignore' });
}

async function makeKeys(at: (...names: string[]) => string): Promise<void> {
  const all = ['--cap', 'osd', 'allow *'];
  const make = (file: string, name: string, ...caps: string[]): Promise<unknown> =>
    run('ceph-authtool', [
      ...(existsSync(file) ? [] : ['-C']),
      file,
      '--gen-key',
      '-n',
      name,
      '--cap',
      'mon',
      ...caps,
    ]);
  await make(at('keyring'), 'mon.', 'allow *');
  await make(at('keyring'), 'client.admin', 'allow *', ...all, '--cap', 'mgr', 'allow *');
  await make(at('osd', 'keyring'), 'osd.0', 'allow profile osd', ...all);
  await make(at('rgw', 'keyring'), 'client.rgw', 'allow *', ...all);
  for (const name of ['osd', 'rgw']) {
    await run('ceph-authtool', [at('keyring'), '--import-keyring', at(name, 'keyring')]);
  }
}

async function untilAnswering(endpoint: string, daemons: readonly ChildProcess[]): Promise<void> {
  for (;;) {
    const ended = daemons.find(({ exitCode, signalCode }) => exitCode !== null || signalCode !== null);
    if (ended !== undefined) throw new Error(`${ended.spawnargs.join(' ')} ended with ${ended.exitCode}.`);
    if (
      await fetch(endpoint).then(
        ({ ok }) => ok,
        () => false,
      )
    )
      return;
    await delay(100);
  }
}

function configure(
  folder: string,
  { fsid, port, monitorPort }: { fsid: string; port: number; monitorPort: number },
): string {
  return `[global]
fsid = ${fsid}
mon host = [v2:127.0.0.1:${monitorPort}]
mon initial members = a
mon data = ${folder}/mon
public addr = 127.0.0.1
cluster addr = 127.0.0.1
ms bind ipv6 = false
auth cluster required = cephx
auth service required = cephx
auth client required = cephx
auth allow insecure global id reclaim = true
keyring = ${folder}/keyring
run dir = ${folder}/run
admin socket = ${folder}/run/$name.asok
log file = ${folder}/log/$name.log
paxos propose interval = 0.05
paxos min wait = 0.02
osd data = ${folder}/osd
osd objectstore = memstore
memstore device bytes = 2147483648
osd crush chooseleaf type = 0
osd pool default size = 1
osd pool default min size = 1
osd pool default pg num = 1
osd pool default pgp num = 1
osd pool default pg autoscale mode = off
mon allow pool size one = true
mon warn on pool no redundancy = false
mon max pg per osd = 1000
[client.rgw]
rgw frontends = beast endpoint=127.0.0.1:${port}
rgw data = ${folder}/rgw
keyring = ${folder}/rgw/keyring
rgw enable usage log = false
`;
}
