import type { DatasetFiles } from '#core/dataset/dataset-files.ts';

/** What is wrong with a picture that lies in a shard, beside what the shard says of it. One sentence each. */
export async function* checkShardPicture(
  files: Pick<DatasetFiles, 'inspectPicture'>,
  { name, bytes, width, height }: { name: string; bytes: Uint8Array; width: number; height: number },
): AsyncGenerator<string> {
  const found = await files.inspectPicture(name, bytes);
  if (found === null) {
    yield 'It holds no picture.';
    return;
  }
  if (found.width !== width || found.height !== height)
    yield `It says ${width} x ${height}, its picture measures ${found.width} x ${found.height}.`;
  if (!found.isListed) yield 'Its picture is not the one that manifest.jsonl has the checksum of.';
}
