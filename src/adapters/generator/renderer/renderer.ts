import { availableParallelism } from 'node:os';
import { MessageChannel } from 'node:worker_threads';
import { Piscina } from 'piscina';
import type {
  FoundForeground,
  GenerationFailure,
  GenerationHooks,
  GenerationRequest,
  Generator,
  GoldenFile,
  OtherDefect,
} from '#adapters/generator/port.ts';
import type { EditCut, EditWorkshop } from '#adapters/generator/edit-workshop.ts';
import { AppError } from '#core/app-error.ts';
import { RENDERER_VERSION } from '#imaging/render.ts';
import { createCutOutCache } from './cut-out-cache.ts';
import { createByteCache } from './byte-cache.ts';
import { collectGarbage } from './collect-garbage.ts';
import { cancelled, damaged, noCutOut, noRegion, unreadable } from './failures.ts';
import { createRegionCache } from './region-cache.ts';
import type { PrepareTask, RenderTask, TaskDefect, TaskOutcome } from './messages.ts';
import type { SharedGolden } from './prepared-golden.ts';
import { createSpareBlocks } from './spare-blocks.ts';
import type { prepareTask } from './worker.ts';

/** Threads without work end after this; the next job starts them again in about 0.2 s. */
const IDLE_MS = 60_000;

/**
 * What a thread may take for what it has just made; by itself the engine lets it grow to twice as much, and holds on to it. Five
 * photos of 12 MP peak at 514 to 546 MB so and at 578 to 612 without, with as much CPU a picture.
 */
const YOUNG_MB = 24;

/** A 12 MP photo takes about 60 MB with all that is known of it: one of them, or some ten of 1 MP. */
const CACHE_BYTES = 96 * 1024 * 1024;
/** Blocks kept for the next golden images: of small photos, where there are many; large ones would only hold memory. */
const SPARE_BYTES = 32 * 1024 * 1024;

/** Encoded; as PNG some 4 MP. */
const LARGE_FILE_BYTES = 4 * 1024 * 1024;

export type RendererGenerator = Generator &
  EditWorkshop & {
    /**
     * What the analysis takes for the product. Costs nothing where pictures of the golden image were just made, and spares
     * their preparation otherwise. Throws AppError when the golden image cannot be read.
     */
    findForeground(golden: GoldenFile): Promise<FoundForeground>;
  };

/**
 * The embedded generator: draws defects on worker threads, offline. `threads` defaults to the machine's
 * parallelism. `close` ends all threads; unfinished jobs then fail as cancelled.
 */
export function createRendererGenerator(options: { threads?: number } = {}): RendererGenerator {
  const threads = options.threads ?? availableParallelism();
  const pool = new Piscina({
    filename: new URL('worker.ts', import.meta.url).href,
    minThreads: 0,
    maxThreads: threads,
    idleTimeout: IDLE_MS,
    resourceLimits: { maxYoungGenerationSizeMb: YOUNG_MB },
    // Each thread sets its own one-thread limit in the image library; the default would share a pool of 4.
    atomics: 'disabled',
  });
  const spares = createSpareBlocks(SPARE_BYTES);
  // Prepared once for all threads, by whichever of them is free.
  const goldens = createByteCache<SharedGolden>(
    CACHE_BYTES,
    ({ block }) => block.byteLength,
    ({ block }) => {
      spares.take(block);
      // Too large to be kept: once nothing here names it any more.
      if (block.byteLength > SPARE_BYTES) setImmediate(collectGarbage);
    },
    threads,
  );
  let lastLarge: Promise<unknown> = Promise.resolve();
  /** Of large photos one is prepared at a time: until it is ready each holds its pixels and its bands twice. */
  const inTurn = <T>({ byteLength }: Uint8Array, work: () => Promise<T>): Promise<T> => {
    if (byteLength < LARGE_FILE_BYTES) return work();
    const mine = lastLarge.then(work);
    lastLarge = mine.catch(() => {});
    return mine;
  };
  const prepare = async (golden: GoldenFile): Promise<SharedGolden> => {
    const [bytes, foreground] = await Promise.all([golden.read(), golden.foreground?.read() ?? null]).catch(
      (cause: unknown) => {
        throw new GoldenUnreadable('unreadable', { cause });
      },
    );
    const prepared = await inTurn(bytes, async () => {
      const spare = spares.lend();
      const made = (await pool.run({ bytes, foreground, spare } satisfies PrepareTask, {
        name: 'prepareTask',
      })) as Awaited<ReturnType<typeof prepareTask>>;
      if (spare && !made?.isReused) spares.giveBack(spare);
      return made;
    });
    if (!prepared) throw new GoldenDamaged('damaged');
    return prepared;
  };
  const withGolden = <R>(golden: GoldenFile, work: (shared: SharedGolden) => Promise<R>): Promise<R> =>
    goldens.use(keyOf(golden), () => prepare(golden), work);
  const loadCutOuts = createCutOutCache();
  const loadRegion = createRegionCache();
  const load = async (asked: OtherDefect): Promise<TaskDefect> => {
    const [defect, region] = await Promise.all([
      loadCutOuts(asked).catch((cause: unknown) => {
        throw new PartUnreadable(noCutOut, { cause });
      }),
      asked.region &&
        loadRegion(asked.region).catch((cause: unknown) => {
          throw new PartUnreadable(noRegion, { cause });
        }),
    ]);
    return region ? { ...defect, options: { ...defect.options, region } } : defect;
  };
  let closing = false;
  const onGolden = async <T extends { kind: string }>(
    name: Parameters<typeof runTask>[1],
    request: GenerationRequest,
    more: { answer?: Uint8Array },
    hooks: GenerationHooks,
  ): Promise<Exclude<T, { kind: 'cancelled' }> | GenerationFailure> => {
    const stopped = (): boolean => hooks.signal.aborted || closing;
    if (stopped()) return cancelled;
    try {
      const asked = [request, ...(request.others ?? [])];
      const defects = await Promise.all(asked.map(load));
      // What is asked of the picture is what is asked of the defect that it is made for.
      const { options } = defects[0]!;
      const { seed, wants } = request;
      return await withGolden(request.golden, async ({ golden }) =>
        stopped()
          ? cancelled
          : runTask<T>(
              pool,
              name,
              { golden, goldenKey: keyOf(request.golden), defects, seed, options, wants, ...more },
              hooks,
            ),
      );
    } catch (error) {
      if (stopped()) return cancelled;
      if (error instanceof GoldenUnreadable) return unreadable;
      if (error instanceof GoldenDamaged) return damaged;
      if (error instanceof PartUnreadable) return error.failure;
      throw error;
    }
  };

  return {
    name: 'renderer',
    version: RENDERER_VERSION,
    start(request, hooks) {
      hooks.onProgress?.(2);
      return onGolden<TaskOutcome>('renderTask', request, {}, hooks);
    },
    cut: (request, hooks) => onGolden<EditCut>('cutTask', request, {}, hooks),
    paste: (request, answer, hooks) => onGolden<TaskOutcome>('pasteTask', request, { answer }, hooks),
    async findForeground(asked) {
      try {
        return await withGolden(asked, async ({ golden: { surface } }) => {
          const { confidence, wholeFrame, grid, product } = surface;
          const data = Uint8Array.from(product, (value) => value * 255);
          return { mask: { width: grid.width, height: grid.height, data }, confidence, wholeFrame };
        });
      } catch (error) {
        if (error instanceof GoldenUnreadable || error instanceof GoldenDamaged) {
          throw new AppError('not_found', damaged.message, { cause: error });
        }
        throw error;
      }
    },
    async close() {
      closing = true;
      await pool.destroy();
    },
  };
}

function keyOf({ hash, foreground }: GoldenFile): string {
  return foreground ? `${hash}/${foreground.hash}` : hash;
}

/** The disk or the network may be back at the next try. */
class GoldenUnreadable extends Error {}
class GoldenDamaged extends Error {}
class PartUnreadable extends Error {
  readonly failure: GenerationFailure;

  constructor(failure: GenerationFailure, options: ErrorOptions) {
    super(failure.code, options);
    this.failure = failure;
  }
}

/** Runs one task on a prepared golden image; its progress and its cancellation cross the threads. */
async function runTask<T extends { kind: string }>(
  pool: Piscina,
  name: 'renderTask' | 'cutTask' | 'pasteTask',
  task: Omit<RenderTask, 'port' | 'cancelled'>,
  { signal, onProgress }: GenerationHooks,
): Promise<Exclude<T, { kind: 'cancelled' }> | GenerationFailure> {
  // Two ports for each task cost more than a small one itself: only where somebody listens.
  const channel = onProgress && new MessageChannel();
  const port = channel?.port2 ?? null;
  const flag = new Int32Array(new SharedArrayBuffer(4));
  const cancel = (): void => void Atomics.store(flag, 0, 1);
  signal.addEventListener('abort', cancel, { once: true });
  if (onProgress) channel?.port1.on('message', onProgress);
  try {
    const transferList = port === null ? [] : [port];
    const outcome = (await pool.run({ ...task, port, cancelled: flag }, { name, transferList })) as T;
    return outcome.kind === 'cancelled' ? cancelled : (outcome as Exclude<T, { kind: 'cancelled' }>);
  } finally {
    signal.removeEventListener('abort', cancel);
    channel?.port1.close();
  }
}
