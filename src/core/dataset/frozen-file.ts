/** Of a stored object, or of the version's pack of that number, from 0. */
export type Stretch = readonly [from: string | number, start: number, length: number];

type Line = [path: string, size: number, crc32: number, sha256: string, from?: Stretch[], isTable?: 1];

/** One file of a dataset version, whose bytes are settled. */
export type FrozenFile = {
  /** Below the dataset's one folder. */
  readonly path: string;
  readonly size: number;
  readonly crc32: number;
  /** Hex. */
  readonly sha256: string;
  /** Where its bytes are, in order; left out: they are the stored object of that very digest. */
  readonly from?: readonly Stretch[];
  /**
   * `from` is where a JSON text is, and that text says where the bytes are: a shard lies in thousands of pictures, and every
   * line of the list is to be short.
   */
  readonly isTable?: true;
};

/** One line of the stored list, with its line break. */
export function frozenFileLine({ path, size, crc32, sha256, from, isTable }: FrozenFile): string {
  const where = [...(from === undefined ? [] : [from]), ...(isTable ? [1] : [])];
  return `${JSON.stringify([path, size, crc32, sha256, ...where])}\n`;
}

/** Not checked: the list is an object of our own, named by its content. */
export function readFrozenFile(line: string): FrozenFile {
  const [path, size, crc32, sha256, from, isTable] = JSON.parse(line) as Line;
  return {
    path,
    size,
    crc32,
    sha256,
    ...(from !== undefined && { from }),
    ...(isTable && { isTable: true }),
  };
}
