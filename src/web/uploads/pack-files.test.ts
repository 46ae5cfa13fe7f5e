import { crc32 as reference } from 'node:zlib';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { readZip } from '../../../test/support/read-zip.ts';
import { crc32, packFiles } from './pack-files.ts';

it('packs files with the paths of their folder', async () => {
  const placed = (path: string, text: string): File =>
    Object.assign(new File([text], path.split('/').at(-1)!), { path, webkitRelativePath: '' });
  const blob = await packFiles([placed('./set/images/a.jpg', 'pixels'), placed('/set/böse.txt', '')]);
  const read = readZip(new Uint8Array(await blob.arrayBuffer()));
  expect([...read].map(([name, bytes]) => [name, Buffer.from(bytes).toString()])).toEqual([
    ['set/images/a.jpg', 'pixels'],
    ['set/böse.txt', ''],
  ]);
  await expect(packFiles([placed('a.jpg', '1'), placed('a.jpg', '2')])).rejects.toThrow(
    /Two files are called/,
  );
});

it('has the checksum of every ZIP', () => {
  const same = fc.property(fc.uint8Array(), (bytes) => crc32(bytes) === reference(bytes));
  fc.assert(same, { numRuns: 40 });
});
