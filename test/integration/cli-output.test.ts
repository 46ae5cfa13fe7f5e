import { execFile, spawnSync } from 'node:child_process';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { describe, expect, test } from 'vitest';
import { hashTree } from '../support/file-tree.ts';
import { runCli, sentencesOf, startCli } from '../support/run-cli.ts';
import { makeTemporaryFolder } from '../support/temporary-folder.ts';

const cwd = await makeTemporaryFolder();
const sample = (name: string): string => fileURLToPath(new URL(`../../samples/${name}.jpg`, import.meta.url));
const photos = ['-g', sample('case-a'), sample('tile-a')];
const small = ['make', ...photos, '--size', '128', '--workers', '1'];
/** What lies at the top of a dataset in COCO and YOLO. */
const entries = [
  'README.md',
  'SHA256SUMS',
  'annotations',
  'data.yaml',
  'export.json',
  'images',
  'labels',
  'manifest.jsonl',
];
const environment = { SOURCE_DATE_EPOCH: '1700000000' };

async function make(...args: string[]) {
  return runCli([...small, ...args], { cwd, environment });
}

function listed(folder = cwd): Promise<string[]> {
  return readdir(folder);
}

describe('the same call', () => {
  const order = ['-d', 'scratch', 'stain', '-n', '3', '--seed', '5'];

  test('gives the same bytes, in a folder and in a ZIP, with any number of workers', async () => {
    await mkdir(join(cwd, 'one'));
    await mkdir(join(cwd, 'two'));
    const [one, two] = [join(cwd, 'one'), join(cwd, 'two')];
    for (const [folder, ...args] of [
      [one, '--workers', '1'],
      // Said once, and meant anyway.
      [two, '--workers', '2', '--include-good'],
    ]) {
      for (const out of ['set', 'set.zip']) {
        const result = await make(...order, ...args, '-o', join(folder!, out));
        expect(result.status, result.stderr).toBe(0);
      }
    }
    expect(Object.keys(await hashTree(one)).length).toBeGreaterThan(25);
    expect(await hashTree(two)).toEqual(await hashTree(one));
  });

  test('with another seed gives other pictures; one more defect changes none of the others', async () => {
    const hashes = async (out: string, ...args: string[]): Promise<string[]> => {
      expect((await make('-n', '2', '--no-good', '-o', out, ...args)).status).toBe(0);
      const lines = (await readFile(join(cwd, out, 'manifest.jsonl'), 'utf8')).trim().split('\n');
      return lines.map((line) => (JSON.parse(line) as { sha256: string }).sha256);
    };
    const five = await hashes('five', '-d', 'scratch', '--seed', '5');
    const six = await hashes('six', '-d', 'scratch', '--seed', '6');
    const more = await hashes('more', '-d', 'dent', 'scratch', '--seed', '5');
    expect(six.filter((hash) => five.includes(hash))).toEqual([]);
    expect(more.filter((hash) => five.includes(hash)).length).toBe(4);
  });
});

test('--total spreads evenly, --split and --name are followed, golden photos stay out on request', async () => {
  const args = [
    '-d',
    'scratch',
    'dent',
    'crack',
    '--total',
    '20',
    '--split',
    '1,1,0',
    '--name',
    'Pump <b>',
    '--no-good',
  ];
  const result = await make(...args, '-o', 'spread', '--json');
  expect(result.status, result.stderr).toBe(0);
  expect(result.stdout.split('\n').length).toBe(2);
  const report = JSON.parse(result.stdout) as { splits: Record<string, number> };
  expect(report).toMatchObject({ out: 'spread', pictures: 20, images: 20 });
  expect(report.splits).toEqual({ train: expect.any(Number), val: expect.any(Number), test: 0 });
  const names = await listed(join(cwd, 'spread', 'labels', 'train'));
  const all = [...names, ...(await listed(join(cwd, 'spread', 'labels', 'val')))];
  const cells = Map.groupBy(all, (name) => name.replace(/-\d+\.txt$/, ''));
  expect([...cells.values()].map((cell) => cell.length).sort((a, b) => a - b)).toEqual([3, 3, 3, 3, 4, 4]);
  expect(all.some((name) => name.includes('good'))).toBe(false);
  expect(await readFile(join(cwd, 'spread', 'README.md'), 'utf8')).toMatch(/^# Pump/);
});

const hasPython = spawnSync('python3', ['--version']).status === 0;

describe('an output', () => {
  const one = ['-d', 'scratch', '-n', '1'];

  test('that exists empty is filled where it is; its parents are made', async () => {
    await mkdir(join(cwd, 'empty'));
    for (const out of ['.', '../made/for/it']) {
      const result = await runCli([...small, ...one, '-o', out], { cwd: join(cwd, 'empty') });
      expect(result.status, result.stderr).toBe(0);
    }
    expect((await listed(join(cwd, 'empty'))).sort()).toEqual(entries);
    expect((await listed(join(cwd, 'made/for/it'))).sort()).toEqual(entries);
  });

  test('--force replaces a dataset, and leaves what is not of it', async () => {
    expect((await make(...one, '-o', 'again', '-f', 'coco,yolo,yolo-detect,pairs,webdataset')).status).toBe(
      0,
    );
    await writeFile(join(cwd, 'again', 'mine.txt'), 'mine');
    expect(await make(...one, '-o', 'again')).toMatchObject({ status: 2 });
    expect(
      (await make('-d', 'dent', '-n', '1', '--no-good', '-f', 'coco', '-o', 'again', '--force')).status,
    ).toBe(0);
    expect((await listed(join(cwd, 'again'))).sort()).toEqual([
      'README.md',
      'SHA256SUMS',
      'annotations',
      'export.json',
      'images',
      'manifest.jsonl',
      'mine.txt',
    ]);
    const pictures = Object.keys(await hashTree(join(cwd, 'again', 'images')));
    expect(pictures.every((name) => /-dent-\d+\.png$/.test(name))).toBe(true);
  });

  test.skipIf(!hasPython)('a ZIP is whole to other programs', async () => {
    expect((await make(...one, '-o', 'Whole.zip')).status).toBe(0);
    const python = `import sys, zipfile
archive = zipfile.ZipFile(sys.argv[1])
assert archive.testzip() is None
print('\\n'.join(sorted({name.split('/')[0] for name in archive.namelist()})))`;
    const { stdout } = await promisify(execFile)('python3', ['-c', python, join(cwd, 'Whole.zip')]);
    expect(stdout).toBe('Whole\n');
  });
});

describe('a run that is stopped', () => {
  const long = ['make', ...photos, '--size', '256', '-d', 'scratch', '-n', '100', '-o', 'stopped/set'];

  test('by Ctrl-C: status 130, a sentence, nothing left', async () => {
    const cli = startCli(long, { cwd, throughBin: true });
    await cli.untilMade(20);
    cli.process.kill('SIGINT');
    const result = await cli.ended;
    expect(result).toMatchObject({ status: 130, stdout: '' });
    expect(sentencesOf(result)).toEqual(['error: Stopped: nothing was written.']);
    expect(await listed()).not.toContain('stopped');
  });

  test('by kill -9: no target, and the next run removes what is left', async () => {
    const cli = startCli(long, { cwd });
    await cli.untilMade(20);
    cli.process.kill('SIGKILL');
    await cli.ended;
    expect(await listed(join(cwd, 'stopped'))).toEqual([expect.stringMatching(/^\.redrabbit-.*\.partial$/)]);
    expect((await make('-d', 'dent', '-n', '1', '-o', 'stopped/set')).status).toBe(0);
    expect(await listed(join(cwd, 'stopped'))).toEqual(['set']);
  });
});

// A disk of 2 MB needs a mount, which needs Linux and user namespaces; some CI machines forbid those.
const canMount = spawnSync('unshare', ['-rm', 'mount', '-t', 'tmpfs', 'none', '/mnt']).status === 0;

describe.skipIf(!canMount)('a disk', () => {
  const call = (out: string, ...args: string[]): string =>
    `"$NODE" "$MAIN" make -g "$PHOTO" -d scratch --workers 1 -o ${out} ${args.join(' ')} 2>&1 | grep -v pictures$; ls -A disk`;

  /** Runs shell lines beside a disk of 2 MB; resolves with what they printed. */
  async function onSmallDisk(...lines: string[]): Promise<string[]> {
    await mkdir(join(cwd, 'disk'), { recursive: true });
    const script = ['mount -t tmpfs -o size=2m none disk', ...lines].join('\n');
    const { stdout } = await promisify(execFile)('unshare', ['-rm', 'sh', '-ec', script], {
      cwd,
      env: {
        PATH: process.env.PATH,
        NODE: process.execPath,
        MAIN: fileURLToPath(new URL('../../src/cli/main.ts', import.meta.url)),
        PHOTO: sample('case-a'),
      },
    });
    return stdout.trim().split('\n');
  }

  test('that is full: a sentence, nothing left, for folders and ZIPs', async () => {
    const full = /^error: The disk is full: .*disk\/set(\.zip)? was not written\. Free some space/;
    expect(await onSmallDisk(call('disk/set', '-n', '8'))).toEqual([expect.stringMatching(full)]);
    expect(await onSmallDisk(call('disk/set.zip', '-n', '2'))).toEqual([expect.stringMatching(full)]);
  });

  test('that is the output itself: filled in place; read-only: a sentence', async () => {
    const lines = await onSmallDisk(
      call('disk', '-n', '1', '--size', '128', '--json'),
      'mount -o remount,ro disk',
      call('disk/new', '-n', '1'),
    );
    expect(lines.filter((line) => line.startsWith('error'))).toEqual([
      expect.stringMatching(/disk\/new cannot be written here/),
    ]);
    expect(lines.filter((line) => entries.includes(line))).toEqual([...entries, ...entries]);
  });
});
