import { spawn, type ChildProcess } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import {
  chmod,
  chown,
  cp,
  mkdir,
  mkdtemp,
  readFile,
  readdir,
  readlink,
  rm,
  stat,
  symlink,
  writeFile,
} from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import { afterAll, describe, expect, test } from 'vitest';
import { makeLibraryLinks } from '#adapters/postgres/binaries.ts';
import { readPostmaster } from '#adapters/postgres/postmaster-file.ts';
import { removeKilledRuns } from '../support/killed-runs.ts';

const program = fileURLToPath(new URL('../support/data-folder-program.ts', import.meta.url));
const folders: string[] = [];
const programs: ChildProcess[] = [];

interface Answer {
  url: string;
  adopted: boolean;
  code: string;
  message: string;
  lost: string;
}

interface Program {
  child: ChildProcess;
  /** The next line that the program prints. */
  answer(): Promise<Answer>;
  /** Asks it to stop, and waits for its exit status. */
  stop(): Promise<number | null>;
  kill(): Promise<void>;
}

function startProgram(folder: string, address = 'http://localhost:4380', prefix: string[] = []): Program {
  const [command, ...args] = [...prefix, process.execPath, program, folder, address];
  const child = spawn(command, args, { stdio: ['pipe', 'pipe', 'inherit'] });
  programs.push(child);
  const exit = once(child, 'exit');
  const lines = createInterface(child.stdout!)[Symbol.asyncIterator]();
  return {
    child,
    answer: async () => JSON.parse((await lines.next()).value as string) as Answer,
    stop: async () => {
      child.stdin!.end();
      return (await exit)[0] as number | null;
    },
    kill: async () => {
      child.kill('SIGKILL');
      await exit;
    },
  };
}

async function makeFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'redrabbit-pg-'));
  folders.push(folder);
  return folder;
}

async function query<T>(url: string, sql: string): Promise<T[]> {
  const client = new pg.Client({ connectionString: url });
  client.on('error', () => undefined);
  await client.connect();
  try {
    return (await client.query(sql)).rows as T[];
  } finally {
    await client.end();
  }
}

/** Process number of the server that runs on the folder, if one does. */
async function serverOf(folder: string): Promise<number | undefined> {
  const found = await readPostmaster(join(folder, 'postgres'));
  return found.state === 'running' ? found.pid : undefined;
}

afterAll(async () => {
  for (const child of programs) child.kill('SIGKILL');
  for (const folder of folders) {
    const pid = await serverOf(folder);
    if (pid !== undefined) process.kill(pid, 'SIGQUIT');
    await rm(folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 });
  }
});

describe('a data folder', () => {
  test('is set up by the first start, and its server ends with the program', async () => {
    const folder = await makeFolder();
    const first = startProgram(folder);
    const { url, adopted } = await first.answer();
    expect(adopted).toBe(false);
    await query(url, `create table kept (word text); insert into kept values ('rabbit')`);
    const [settings] = await query<Record<string, string>>(
      url,
      `select current_setting('fsync') fsync, current_setting('timezone') timezone,
        current_setting('server_encoding') encoding, datlocale as locale
       from pg_database where datname = current_database()`,
    );
    expect(settings).toEqual({ fsync: 'on', timezone: 'UTC', encoding: 'UTF8', locale: 'C.UTF-8' });
    expect(await first.stop()).toBe(0);
    expect(await serverOf(folder)).toBeUndefined();
    expect((await readdir(folder)).toSorted()).toEqual(['postgres', 'postgres.log']);

    const second = startProgram(folder);
    expect(await query((await second.answer()).url, 'select word from kept')).toEqual([{ word: 'rabbit' }]);
    expect(await second.stop()).toBe(0);
  });

  test('lets nobody in without its password', async () => {
    const folder = await makeFolder();
    const running = startProgram(folder);
    const url = new URL((await running.answer()).url);
    url.password = 'guess';
    await expect(query(url.href, 'select 1')).rejects.toMatchObject({ code: '28P01' });
    expect((await stat(join(folder, 'postgres', 'redrabbit.password'))).mode & 0o777).toBe(0o600);
    expect(await running.stop()).toBe(0);
  });

  test('belongs to one program at a time', async () => {
    const folder = await makeFolder();
    const racers = ['http://localhost:1', 'http://localhost:2', 'http://localhost:3'].map((address) =>
      startProgram(folder, address),
    );
    const answers = await Promise.all(racers.map((racer) => racer.answer()));
    const winners = racers.filter((_, index) => answers[index].url !== undefined);
    expect(winners).toHaveLength(1);
    const winner = racers.indexOf(winners[0]);
    for (const { message, code } of answers.filter((answer) => answer.url === undefined)) {
      expect(code).toBe('data_folder_in_use');
      expect(message).toBe(
        `Another Red Rabbit (process ${winners[0].child.pid}, http://localhost:${winner + 1}) already uses ${folder}. Stop it first, or set DATA_DIR to another folder.`,
      );
    }
    expect(await query(answers[winner].url, 'select 1 as one')).toEqual([{ one: 1 }]);
    expect(await winners[0].stop()).toBe(0);
    expect(await serverOf(folder)).toBeUndefined();
  });

  test('works below a folder that is closed to others', async () => {
    const closed = await makeFolder();
    await chmod(closed, 0o700);
    const running = startProgram(join(closed, 'data with spaces'));
    expect(await query((await running.answer()).url, 'select 1 as one')).toEqual([{ one: 1 }]);
    expect(await running.stop()).toBe(0);
  });

  test('that holds something else is left alone', async () => {
    const folder = await makeFolder();
    await mkdir(join(folder, 'postgres'));
    await writeFile(join(folder, 'postgres', 'thesis.txt'), 'precious');
    expect(await startProgram(folder).answer()).toMatchObject({ code: 'database_unavailable' });
    expect(await readdir(join(folder, 'postgres'))).toEqual(['thesis.txt']);
    expect(await readdir(folder)).toEqual(['postgres']);
  });

  test('that is a file is refused in one sentence', async () => {
    const folder = join(await makeFolder(), 'data');
    await writeFile(folder, '');
    const answer = await startProgram(folder).answer();
    expect(answer.code).toBe('storage_read_only');
    expect(answer.message).toContain('set DATA_DIR');
  });
});

describe('after kill -9', () => {
  test('of the program, the next one adopts the server', async () => {
    const folder = await makeFolder();
    const first = startProgram(folder);
    const { url } = await first.answer();
    const server = await serverOf(folder);
    await query(url, 'create table kept (word text)');
    await first.kill();

    const second = startProgram(folder);
    expect(await second.answer()).toMatchObject({ url, adopted: true });
    expect(await serverOf(folder)).toBe(server);
    expect(await second.stop()).toBe(0);
    expect(await serverOf(folder)).toBeUndefined();
  });

  test('of a run with a group of its own, what is left of both is removed', async () => {
    const folder = await makeFolder();
    const run = startProgram(folder, 'a run', ['setsid', 'sh', '-c', 'sleep 600 & exec "$0" "$@"']);
    await run.answer();
    const closed = once(run.child, 'close');
    const runs = `redrabbit-killed-${randomUUID()}-`;
    const known = join(tmpdir(), `${runs}${run.child.pid}-`);
    await symlink(folder, known);
    await removeKilledRuns(runs, { ledGroup: true });
    expect(await serverOf(folder), 'it runs').toBeDefined();
    await run.kill();
    await removeKilledRuns(runs, { ledGroup: true });
    expect(await serverOf(folder)).toBeUndefined();
    // Both had its output.
    await closed;
    expect(existsSync(known)).toBe(false);
  });

  test('of the server, the program learns it, and the next one recovers what was acknowledged', async () => {
    const folder = await makeFolder();
    const first = startProgram(folder);
    const { url } = await first.answer();
    await query(url, `create table kept (word text); insert into kept values ('rabbit')`);
    process.kill((await serverOf(folder))!, 'SIGKILL');
    expect(await first.answer()).toHaveProperty('lost');

    const second = startProgram(folder);
    const answer = await second.answer();
    expect(answer.adopted).toBe(false);
    expect(await query(answer.url, 'select word from kept')).toEqual([{ word: 'rabbit' }]);
    expect(await second.stop()).toBe(0);
  });

  test('during the first start, the next one sets the folder up', async () => {
    const folder = await makeFolder();
    // Just begun; bootstrap; filling in; in place; the server starting.
    const moments = ['.', 'data/PG_VERSION', 'data/base/4', 'postgres', 'postgres/postmaster.pid'];
    for (const moment of moments) {
      const killed = startProgram(folder);
      const hasCome = async (): Promise<boolean> => {
        const workshops = (await readdir(folder)).filter((name) =>
          name.includes(`.init-${killed.child.pid}-`),
        );
        return [...workshops, ''].some(
          (name) => existsSync(join(folder, name, moment)) && (name || moment !== '.'),
        );
      };
      await expect.poll(hasCome, { interval: 2 }).toBeTruthy();
      await killed.kill();
    }
    const running = startProgram(folder);
    expect(await query((await running.answer()).url, 'select 1 as one')).toEqual([{ one: 1 }]);
    expect(await running.stop()).toBe(0);
    const again = startProgram(folder);
    await again.answer();
    expect(await again.stop()).toBe(0);
    expect((await readdir(folder)).toSorted()).toEqual(['postgres', 'postgres.log']);
  });

  test('a process number that belongs to another program now does not keep the folder shut', async () => {
    const folder = await makeFolder();
    const first = startProgram(folder);
    const { url } = await first.answer();
    await query(url, `create table kept (word text)`);
    const pidFile = join(folder, 'postgres', 'postmaster.pid');
    const [, ...rest] = (await readFile(pidFile, 'utf8')).split('\n');
    process.kill((await serverOf(folder))!, 'SIGKILL');
    await first.answer();
    await writeFile(pidFile, [process.pid, ...rest].join('\n'));

    const second = startProgram(folder);
    expect(await query((await second.answer()).url, 'select * from kept')).toEqual([]);
    expect(await second.stop()).toBe(0);
  });
});

describe.runIf(process.getuid?.() === 0)('as root', () => {
  /**
   * What most containers look like: root, and no user namespaces to be had. The program runs in a namespace in which
   * every account is itself, and which allows none below it. It reads one line before it goes on.
   */
  const contained = [
    'unshare',
    '--user',
    'sh',
    '-c',
    `read line; exec sh -c 'echo 0 > /proc/sys/user/max_user_namespaces && exec "$@"' sh "$@"`,
    'sh',
  ];

  async function startContained(folder: string): Promise<Program> {
    const running = startProgram(folder, 'contained', contained);
    const maps = `/proc/${running.child.pid}`;
    await expect.poll(() => readlink(`${maps}/ns/user`)).not.toBe(await readlink('/proc/self/ns/user'));
    for (const map of ['uid_map', 'gid_map']) await writeFile(`${maps}/${map}`, '0 0 65536');
    running.child.stdin!.write('\n');
    return running;
  }

  test('a folder made by one way of starting is started by the other', async () => {
    const closed = await makeFolder();
    await chmod(closed, 0o700);
    const folder = join(closed, 'data');
    const first = startProgram(folder);
    await query((await first.answer()).url, 'create table kept (word text)');
    expect(await first.stop()).toBe(0);
    expect((await stat(join(folder, 'postgres'))).uid).toBe(0);

    const second = await startContained(folder);
    expect(await query((await second.answer()).url, 'select * from kept')).toEqual([]);
    expect(await second.stop()).toBe(0);
    expect((await stat(join(folder, 'postgres'))).uid).not.toBe(0);

    const third = startProgram(folder);
    expect(await query((await third.answer()).url, 'select * from kept')).toEqual([]);
    expect(await third.stop()).toBe(0);
  });

  test("a folder of an ordinary user stays that user's", async () => {
    const folder = await makeFolder();
    await chown(folder, 65534, 65534);
    const first = startProgram(folder, 'somebody', [
      'setpriv',
      '--reuid=65534',
      '--regid=65534',
      '--clear-groups',
    ]);
    await first.answer();
    expect(await first.stop()).toBe(0);
    const second = startProgram(folder);
    await second.answer();
    expect(await second.stop()).toBe(0);
    expect((await stat(join(folder, 'postgres', 'PG_VERSION'))).uid).toBe(65534);
  });
});

describe('library links', () => {
  test('are made where install scripts were switched off, by several programs at once', async () => {
    const folder = await makeFolder();
    await mkdir(join(folder, 'native', 'lib'), { recursive: true });
    await writeFile(join(folder, 'native', 'lib', 'a.so.1.2'), 'library');
    const links = ['native/lib/a.so', 'native/lib/a.so.1'];
    const list = links.map((target) => ({ source: 'native/lib/a.so.1.2', target }));
    await writeFile(join(folder, 'native', 'pg-symlinks.json'), JSON.stringify(list));
    await Promise.all([1, 2, 3].map(() => makeLibraryLinks(folder)));
    for (const link of links) expect(await readFile(join(folder, link), 'utf8')).toBe('library');

    const moved = await makeFolder();
    await cp(folder, moved, { recursive: true, verbatimSymlinks: true });
    expect(await readFile(join(moved, links[0]), 'utf8')).toBe('library');
  });
});
