import { execFile } from 'node:child_process';
import { chown, readFile, readdir, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { AppError } from '#core/app-error.ts';

const run = promisify(execFile);

/** How PostgreSQL's programs are started, and who owns the files they write. */
export interface RunAs {
  /** Put before the program and its arguments; empty when it is started as it is. */
  readonly prefix: readonly string[];
  /** Owner that the data folder must have, as seen from here. `undefined` where the system has no owners. */
  readonly owner: { readonly uid: number; readonly gid: number } | undefined;
}

interface Account {
  readonly uid: number;
  readonly gid: number;
}

/** PostgreSQL's programs get this environment and nothing of ours: no locale, no PG* variables. */
export const postgresEnvironment: NodeJS.ProcessEnv = {
  LC_ALL: 'C',
  TZ: 'UTC',
  PATH: '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin',
};

/**
 * PostgreSQL refuses to run as root. In this order, the first that works on this machine:
 * the owner of an existing data folder, if that is not root; a user namespace in which root looks like somebody
 * else (files stay root's, folders closed to others stay closed); an unprivileged account that may pass closed
 * folders (CAP_DAC_OVERRIDE), or one without that.
 * @param folder the data folder, which may not exist yet; its parent must
 * @throws AppError `database_unavailable` when root has no way to start it
 */
export async function chooseRunAs(folder: string, postgres: string): Promise<RunAs> {
  const uid = process.getuid?.();
  const gid = process.getgid?.();
  if (uid === undefined || gid === undefined) return { prefix: [], owner: undefined };

  const accounts = await readAccounts();
  const stranger = accounts.get('postgres') ?? accounts.get('nobody') ?? { uid: 65534, gid: 65534 };
  const me: Account = { uid, gid };
  const namespace: RunAs = { prefix: namespacePrefix(stranger), owner: me };
  const asIs: RunAs = { prefix: [], owner: me };
  const works = (way: RunAs): Promise<boolean> => canRun(way, postgres, dirname(folder));

  if (uid !== 0) {
    // initdb insists on an account with a name, which the user of a container may not have.
    const isNamed = [...accounts.values()].some((account) => account.uid === uid);
    return isNamed || !(await works(namespace)) ? asIs : namespace;
  }

  const found = await stat(folder).catch(() => undefined);
  const ways: RunAs[] = [namespace, ...accountWays(stranger)];
  if (found && found.uid !== 0) ways.unshift(...accountWays(found));
  for (const way of ways) if (await works(way)) return way;
  throw new AppError(
    'database_unavailable',
    `PostgreSQL does not run as root, and this machine allows neither a user namespace nor another account for it that can reach ${dirname(folder)} and ${dirname(postgres)}: start Red Rabbit as an ordinary user, or set DATABASE_URL to a PostgreSQL server of yours.`,
  );
}

/** Gives the folder and all in it to the account that PostgreSQL will run as, where that is not so yet. */
export async function giveFolderTo(folder: string, owner: RunAs['owner']): Promise<void> {
  if (!owner || process.getuid?.() !== 0) return;
  // Starting is quick when nothing changed; initdb and the server itself never leave a mixture behind.
  // The top is changed last, so a change that was cut short is done again.
  if ((await stat(folder)).uid === owner.uid) return;
  for (const entry of await readdir(folder, { recursive: true })) {
    await chown(join(folder, entry), owner.uid, owner.gid);
  }
  await chown(folder, owner.uid, owner.gid);
}

function namespacePrefix(account: Account): string[] {
  return ['unshare', '--user', `--map-user=${account.uid}`, `--map-group=${account.gid}`, '--'];
}

function accountWays({ uid, gid }: Account): RunAs[] {
  const account = ['setpriv', `--reuid=${uid}`, `--regid=${gid}`, '--clear-groups'];
  const pass = ['--inh-caps=+dac_override', '--ambient-caps=+dac_override'];
  return [
    { prefix: [...account, ...pass, '--'], owner: { uid, gid } },
    { prefix: [...account, '--'], owner: { uid, gid } },
  ];
}

/** Tries it for real: the program must start, and the folder that holds the data folder must be passable. */
async function canRun(way: RunAs, postgres: string, parent: string): Promise<boolean> {
  const probe = ['sh', '-c', '"$0" --version && test -x "$1"', postgres, parent];
  const [command, ...args] = [...way.prefix, ...probe];
  return run(command, args, { env: postgresEnvironment, timeout: 10_000 }).then(
    () => true,
    () => false,
  );
}

async function readAccounts(): Promise<Map<string, Account>> {
  const accounts = new Map<string, Account>();
  for (const line of (await readFile('/etc/passwd', 'utf8').catch(() => '')).split('\n')) {
    const [name, , uid, gid] = line.split(':');
    if (uid && gid) accounts.set(name, { uid: Number(uid), gid: Number(gid) });
  }
  return accounts;
}
