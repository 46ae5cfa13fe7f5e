import type { Box } from '#core/annotation/mask.ts';
import type { PackedRegion } from '#core/annotation/packed-region.ts';
import type { DatasetPicture } from '#core/dataset/assemble-dataset.ts';
import type { Provenance } from '#core/dataset/dataset.ts';
import { noPapers, type Papers } from '#core/dataset/papers.ts';
import { createRecordSpool, type RecordSpool } from './record-spool.ts';

/** Pictures of a dataset whose long parts, masks and papers, are not in memory. */
export type PictureSpool = {
  /** The same picture; what is long in it is read when it is asked for. */
  add(picture: DatasetPicture): DatasetPicture;
  readonly close: () => void;
};

type Common = Pick<
  Provenance,
  'origin' | 'sourceType' | 'generator' | 'generatorVersion' | 'golden' | 'goldenOrigin' | 'verdict'
>;
type Own = Pick<Provenance, 'prompt' | 'otherPrompts' | 'seed' | 'papers'>;

/** 0.4 KB stay in memory for a picture with one mark, however large its mask and long its prompt. */
export function createPictureSpool(): PictureSpool {
  const records = createRecordSpool();
  const commons = new Map<string, Common>();
  const texts = new Map<string, string>();
  /** Names that many pictures share come as a string of its own for each. */
  const once = (text: string): string => {
    const known = texts.get(text) ?? text;
    if (known === text) texts.set(text, text);
    return known;
  };
  const commonOf = (provenance: Provenance): Common => {
    const { origin, sourceType, generator, generatorVersion, golden, goldenOrigin, verdict } = provenance;
    const common: Common = {
      origin,
      sourceType,
      generator,
      generatorVersion,
      golden,
      verdict,
      ...(goldenOrigin !== undefined && { goldenOrigin }),
    };
    const key = JSON.stringify(common);
    const known = commons.get(key) ?? common;
    if (known === common) commons.set(key, common);
    return known;
  };
  return {
    add({ instances, provenance, label, goldenKey, promptKey, ...rest }) {
      const { prompt, otherPrompts, seed, papers } = provenance;
      const own: Own = {
        prompt,
        seed,
        ...(otherPrompts !== undefined && { otherPrompts }),
        ...(papers !== undefined && { papers }),
      };
      return {
        ...rest,
        label: once(label),
        goldenKey: once(goldenKey),
        ...(promptKey !== undefined && { promptKey: once(promptKey) }),
        instances: instances.map(({ classIndex, region }) => ({
          classIndex,
          region: new SpooledRegion(region, records),
        })),
        provenance: new SpooledProvenance(commonOf(provenance), own, records),
      };
    },
    close: () => records.close(),
  };
}

class SpooledRegion implements PackedRegion {
  readonly area: number;
  readonly #x: number;
  readonly #y: number;
  readonly #width: number;
  readonly #height: number;
  readonly #records: RecordSpool;
  readonly #counts: number;

  constructor({ box, area, counts }: PackedRegion, records: RecordSpool) {
    this.area = area;
    this.#x = box.x;
    this.#y = box.y;
    this.#width = box.width;
    this.#height = box.height;
    this.#records = records;
    this.#counts = records.add(counts);
  }

  get box(): Box {
    return { x: this.#x, y: this.#y, width: this.#width, height: this.#height };
  }

  get counts(): string {
    return this.#records.read(this.#counts);
  }
}

class SpooledProvenance implements Provenance {
  readonly #common: Common;
  readonly #records: RecordSpool;
  readonly #own: number;

  constructor(common: Common, own: Own, records: RecordSpool) {
    this.#common = common;
    this.#records = records;
    this.#own = records.add(JSON.stringify(own));
  }

  get origin(): Common['origin'] {
    return this.#common.origin;
  }
  get sourceType(): string | null {
    return this.#common.sourceType;
  }
  get generator(): string | null {
    return this.#common.generator;
  }
  get generatorVersion(): string | null {
    return this.#common.generatorVersion;
  }
  get golden(): string {
    return this.#common.golden;
  }
  get goldenOrigin(): NonNullable<Common['goldenOrigin']> {
    return this.#common.goldenOrigin ?? 'photo';
  }
  get verdict(): Common['verdict'] {
    return this.#common.verdict;
  }
  get prompt(): string | null {
    return this.#read().prompt;
  }
  get otherPrompts(): readonly string[] {
    return this.#read().otherPrompts ?? [];
  }
  get seed(): number | string | null {
    return this.#read().seed;
  }
  get papers(): Papers {
    return this.#read().papers ?? noPapers;
  }

  #read(): Own {
    return JSON.parse(this.#records.read(this.#own)) as Own;
  }
}
