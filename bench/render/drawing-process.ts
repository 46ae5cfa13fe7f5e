import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import { createRendererGenerator } from '#adapters/generator/renderer/renderer.ts';
import { samplePhotos } from '../support/sample-photos.ts';
import { draw, drawMany, warmUp } from './draw.ts';

/** Pictures of each family and thread before the first turn; of the turns the best one counts, which is not the first. */
const WARM = 6;

/** What a process draws: photos of a size (`640x480`), families in turn. */
export type Drawing = {
  readonly photos: number;
  readonly size: string;
  readonly families: readonly string[];
};

/** A process with a generator as the product has it: as many threads as the cores that it may use. */
export type DrawingProcess = {
  /** Pictures per second over so many, the same ones each time. */
  rate(count: number): Promise<number>;
  stop(): void;
};

/** Starts one and warms it up; `core` is the only one that it may use, or `null` for all of them. Needs Linux's `taskset` for one. */
export async function startDrawing(drawing: Drawing, core: number | null): Promise<DrawingProcess> {
  const node = [
    process.execPath,
    ...process.execArgv,
    fileURLToPath(import.meta.url),
    JSON.stringify(drawing),
  ];
  const [command, ...args] = core === null ? node : ['taskset', '--cpu-list', String(core), ...node];
  const child = spawn(command!, args, { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
  await answer(child);
  return {
    async rate(count) {
      child.send(count);
      return answer(child);
    },
    stop: () => child.disconnect(),
  };
}

async function answer(child: ChildProcess): Promise<number> {
  const [said] = await Promise.race([
    once(child, 'message'),
    once(child, 'exit').then(() => Promise.reject(new Error('The process that draws has ended.'))),
  ]);
  return said as number;
}

async function main({ photos: count, size, families }: Drawing): Promise<void> {
  const cores = availableParallelism();
  const photos = await samplePhotos(count, size);
  const generator = createRendererGenerator();
  await warmUp(generator, photos, families, cores, WARM);
  process.on('message', async (pictures: number) => {
    // Prepared before the clock starts.
    for (const photo of photos) await draw(generator, photo, families[0]!, 0);
    const started = performance.now();
    await drawMany(generator, photos, families, pictures, cores);
    process.send!((1000 * pictures) / (performance.now() - started));
  });
  process.on('disconnect', () => process.exit());
  process.send!(cores);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await main(JSON.parse(process.argv[2]!) as Drawing);
