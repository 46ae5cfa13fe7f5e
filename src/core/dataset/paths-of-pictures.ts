import type { DatasetImage } from './dataset.ts';
import type { FormatFiles } from './planned-file.ts';

/**
 * Where each picture is found: in `images/` if it is there, else at the first path by name; in a shard where it has no file,
 * as if that was a folder: there is no such file, and whoever looks for one finds the shard.
 */
export function pathsOfPictures({ files, perImage }: Required<FormatFiles>): (image: DatasetImage) => string {
  const shards = new Map<number, string>();
  for (const { path, content } of files) {
    if (content.kind !== 'shard') continue;
    for (const id of content.imageIds) {
      const known = shards.get(id);
      if (known === undefined || path < known) shards.set(id, path);
    }
  }
  return (image) => {
    const paths = perImage.flatMap((fileOf) => {
      const file = fileOf(image);
      return file?.content.kind === 'picture' && file.content.imageId === image.id ? [file.path] : [];
    });
    const shared = paths.find((path) => path.startsWith('images/'));
    return shared ?? paths.toSorted()[0] ?? `${shards.get(image.id)!}/${image.fileName}`;
  };
}
