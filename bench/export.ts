import { spawnSync } from 'node:child_process';
import { createHash, randomFillSync } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { nodeOptions } from '../scripts/paths.mjs';
import { makeFolder } from './support/make-folder.ts';

// What it costs to send a dataset version whose checksums are known, beside reading the same files, and `zip -0`.
//
//   images, bytes         pictures in the version, and length of its ZIP (COCO and YOLO labels included)
//   cpuSeconds            of a process that streams the whole ZIP to nowhere, made by the version's stored list
//   plainReadCpuSeconds   of a process of the same program that reads each picture in turn, at once
//   zipCpuSeconds         of `zip -0 -q -r - .` on the unpacked pictures, to nowhere; null where there is no zip
//   megabytesPerSecond, plainReadMegabytesPerSecond, zipMegabytesPerSecond    of the same runs, by the clock
//   rssMb, rssMbAtTenth   most memory of the streaming process, and with a tenth of the pictures
//   plainRssMb            of the one that only reads
//   ratioToPlain          cpuSeconds / plainReadCpuSeconds
//   prepareCpuSeconds     of the process that plans and freezes it, each picture read once for its checksums
//   prepareRssMb, prepareRssMbAtTenth    most memory of that one, and with a tenth of the pictures
//
// CPU seconds are those of whole processes (user and system), less what the same process takes for one picture. Pictures are random bytes:
// nothing here decodes them. Each number is the better of `--rounds` rounds, which take turns.
const { values: options } = parseArgs({
  options: {
    images: { type: 'string' },
    kilobytes: { type: 'string', default: '200' },
    rounds: { type: 'string' },
    full: { type: 'boolean', default: false },
    json: { type: 'boolean' },
  },
});
const images = Number(options.images ?? (options.full ? 20_000 : 4000));
const rounds = Number(options.rounds ?? 2);
const say = (line: string): void => console.error(line);

type Ran = { cpuSeconds: number; seconds: number; rssMb: number; bytes: number };

const worker = fileURLToPath(new URL('export/worker.ts', import.meta.url));
const folder = await makeFolder();
try {
  await makePictures(images, Number(options.kilobytes));
  say(`${images} pictures of ${options.kilobytes} KB are there`);
  const prepared = run('prepare', images);
  say(`prepared: ${prepared.cpuSeconds} CPU s, ${prepared.rssMb} MB`);
  const preparedTenth = run('prepare', Math.ceil(images / 10));
  run('prepare', 1);
  const idle = run('stream', 1).cpuSeconds;
  const best: Record<string, Ran> = {};
  for (let round = 0; round < rounds; round++) {
    for (const mode of ['plain', 'stream']) {
      const ran = run(mode, images);
      say(
        `${mode}: ${ran.cpuSeconds} CPU s, ${Math.round(ran.bytes / 1e6 / ran.seconds)} MB/s, ${ran.rssMb} MB`,
      );
      if (best[mode] === undefined || ran.cpuSeconds < best[mode].cpuSeconds) best[mode] = ran;
    }
  }
  const tenth = run('stream', Math.ceil(images / 10));
  const zip = runZip();
  const { stream, plain } = best as { stream: Ran; plain: Ran };
  const less = (ran: Ran): number => ran.cpuSeconds - idle;
  const rate = (ran: Ran | null): number | null =>
    ran === null ? null : Math.round(ran.bytes / 1e6 / ran.seconds);
  console.log(
    JSON.stringify({
      images,
      bytes: stream.bytes,
      cpuSeconds: round2(less(stream)),
      plainReadCpuSeconds: round2(less(plain)),
      zipCpuSeconds: zip === null ? null : round2(zip.cpuSeconds),
      rssMb: stream.rssMb,
      rssMbAtTenth: tenth.rssMb,
      plainRssMb: plain.rssMb,
      ratioToPlain: round2(less(stream) / less(plain)),
      megabytesPerSecond: rate(stream),
      plainReadMegabytesPerSecond: rate(plain),
      zipMegabytesPerSecond: rate(zip),
      prepareCpuSeconds: prepared.cpuSeconds,
      prepareRssMb: prepared.rssMb,
      prepareRssMbAtTenth: preparedTenth.rssMb,
    }),
  );
  // A whole ZIP holds every picture, and a little more.
  process.exitCode = stream.bytes > plain.bytes && tenth.bytes < stream.bytes ? 0 : 1;
} finally {
  await rm(folder, { recursive: true, force: true });
}

function run(mode: string, count: number): Ran {
  const { stdout, status } = spawnSync(
    process.execPath,
    [...nodeOptions, worker, mode, folder, String(count)],
    { stdio: ['ignore', 'pipe', 'inherit'], encoding: 'utf8' },
  );
  if (status !== 0) throw new Error(`${mode} failed`);
  return JSON.parse(stdout) as Ran;
}

/** `zip -0` over the same files; its CPU time is what the children of a shell took. */
function runZip(): Ran | null {
  const begun = performance.now();
  const { stderr, status } = spawnSync(
    'bash',
    ['-c', `cd "$0" && TIMEFORMAT='%U %S'; time zip -0 -q -r - . > /dev/null`, join(folder, 'objects')],
    { encoding: 'utf8' },
  );
  const times = /(\d+\.\d+) (\d+\.\d+)/.exec(stderr);
  if (status !== 0 || times === null) {
    say('there is no zip on this machine: apt-get install zip');
    return null;
  }
  const cpuSeconds = Number(times[1]) + Number(times[2]);
  say(`zip -0: ${cpuSeconds} CPU s`);
  return {
    cpuSeconds,
    seconds: (performance.now() - begun) / 1000,
    rssMb: 0,
    bytes: images * Number(options.kilobytes) * 1024,
  };
}

/** Stored objects, written without waiting for the disk, and their names in `hashes`. */
async function makePictures(count: number, kilobytes: number): Promise<void> {
  const bytes = new Uint8Array(kilobytes * 1024);
  randomFillSync(bytes);
  const view = new DataView(bytes.buffer);
  const hashes: string[] = [];
  for (let k = 0; k < count; k++) {
    view.setUint32(0, k);
    const hash = createHash('sha256').update(bytes).digest('hex');
    const shelf = join(folder, 'objects', hash.slice(0, 2));
    if (!existsSync(shelf)) await mkdir(shelf, { recursive: true });
    await writeFile(join(shelf, hash), bytes);
    hashes.push(hash);
  }
  await writeFile(join(folder, 'hashes'), hashes.join('\n'));
}

function round2(value: number): number {
  return Math.round(value * 100) / 100;
}
