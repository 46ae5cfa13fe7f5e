import { expect, it } from 'vitest';
import { type MadeEntry, makeZip } from '../../../test/support/make-zip.ts';
import type { LabelFolder } from './open-label-folder.ts';
import { openLabelArchive } from './open-label-archive.ts';

const open = (bytes: Uint8Array): Promise<LabelFolder> =>
  openLabelArchive('a.zip', bytes.length, async (offset, length) => bytes.subarray(offset, offset + length));
const openFiles = (...entries: MadeEntry[]): Promise<LabelFolder> => open(makeZip([picture, ...entries]));

const picture: MadeEntry = { name: 'images/a.jpg', content: 'pixels' };

it('reads what is in it, packed or not, and leaves out what systems put there', async () => {
  const files = await openFiles(
    { name: 'images/', content: '' },
    { name: 'labels\\a.txt', content: '0 0.5 0.5 1 1\n'.repeat(100), isPacked: true },
    { name: 'images/A.jpg', content: 'others', isZip64: true },
    { name: '__MACOSX/images/._a.jpg', content: 'x' },
    { name: '.DS_Store', content: 'x' },
    { name: 'images/link.jpg', content: '../../etc/passwd', mode: 0o120777 },
    { name: Buffer.from('bör.png', 'utf8'), content: 'x' },
    // The code page of old packers.
    { name: Buffer.from('k\x94r.png', 'latin1'), content: 'x' },
  );
  expect([...files.paths]).toEqual(['images/a.jpg', 'labels/a.txt', 'images/A.jpg', 'bör.png', 'kör.png']);
});

it('reads each file by itself', async () => {
  const files = await openFiles(
    { name: 'labels/a.txt', content: '0 0.5 0.5 1 1\n'.repeat(100), isPacked: true },
    { name: 'images/A.jpg', content: 'others', isZip64: true },
  );
  expect(await files.readText('labels/a.txt')).toBe('0 0.5 0.5 1 1\n'.repeat(100));
  expect(Buffer.from(await files.readPicture('images/a.jpg')).toString()).toBe('pixels');
  expect(Buffer.from(await files.readPicture('images/A.jpg')).toString()).toBe('others');
  await expect(files.readText('../a')).rejects.toThrow(/holds no file/);
});

const gigabyte = 1024 ** 3;
it.each<[string, MadeEntry, RegExp]>([
  ['a way out', { name: '../a.jpg', content: '' }, /leads out of the ZIP: “\.\.\/a\.jpg”/],
  ['an absolute name', { name: '/etc/a.jpg', content: '' }, /names a place outside/],
  ['a drive', { name: 'C:\\a.jpg', content: '' }, /names a place outside/],
  ['NUL', { name: 'a.jpg\0.txt', content: '' }, /nobody can see: “a\.jpg�\.txt”/],
  ['one name twice', { name: 'images//a.jpg', content: '' }, /two files named “images\/a\.jpg”/],
  ['a password', { name: 'b.jpg', content: 'x', isPacked: true, flags: 1 }, /protected by a password/],
  ['a strong password', { name: 'b.jpg', content: 'x', flags: 0x41 }, /protected by a password/],
  [
    'a bomb',
    { name: 'b.jpg', content: 'x', isPacked: true, isZip64: true, claims: { size: 9 * gigabyte } },
    /unpacks to more than 8192 MB/,
  ],
])('%s is refused', async (_, entry, sentence) => {
  await expect(openFiles(entry)).rejects.toMatchObject({
    code: 'file_refused',
    message: expect.stringMatching(sentence),
  });
});

it.each<[string, Partial<MadeEntry>, RegExp]>([
  ['another checksum', { claims: { crc32: 1 } }, /a\.txt is damaged in the ZIP/],
  ['more than it says', { isPacked: true, claims: { size: 3 } }, /a\.txt is damaged/],
  ['less than it says', { isPacked: true, claims: { size: 3_000_000 } }, /a\.txt is damaged/],
  [
    'too much of it',
    { isPacked: true, claims: { size: 100 * 1024 ** 2 } },
    /a\.txt is 100 MB, more than 64 MB: split it up/,
  ],
])('a file with %s is refused, and the others are not', async (_, change, sentence) => {
  const files = await openFiles({ name: 'a.txt', content: '0 0 0 1 1', ...change });
  await expect(files.readText('a.txt')).rejects.toMatchObject({
    code: 'file_refused',
    message: expect.stringMatching(sentence),
  });
  expect(await files.readPicture('images/a.jpg')).toHaveLength(6);
});

it('what is no ZIP, or not a whole one, is refused wherever it ends', async () => {
  const whole = makeZip([picture, { name: 'labels/a.txt', content: '0 0.5 0.5 1 1', isPacked: true }]);
  for (let length = 0; length < whole.length; length += 7) {
    await expect(open(whole.slice(0, length)), String(length)).rejects.toThrow(
      /a\.zip (is no ZIP, or not a whole one|holds no picture)/,
    );
  }
  await expect(open(Buffer.from('Dear colleague,'.repeat(10)))).rejects.toThrow(/is no ZIP/);
  await expect(open(new Uint8Array(100_000))).rejects.toThrow(/is no ZIP/);
});

it('a directory that points elsewhere, or counts more than there is, harms nobody', async () => {
  const whole = makeZip([picture]);
  const end = whole.length - 22;
  for (const [at, value] of [
    [8, 60_000],
    [10, 60_000],
    [12, 1],
    [16, 3],
  ] as const) {
    const wrong = whole.slice();
    new DataView(wrong.buffer).setUint16(end + at, value, true);
    await open(wrong).then(
      async (files) => expect(await files.readPicture('images/a.jpg')).toHaveLength(6),
      (error: unknown) => expect(error).toMatchObject({ code: 'file_refused' }),
    );
  }
});

it('without a picture it says so, and what is packed twice is not opened', async () => {
  await expect(open(makeZip([]))).rejects.toThrow(/holds no picture/);
  await expect(open(makeZip([{ name: 'inner.zip', content: 'PK' }]))).rejects.toThrow(/unpack that first/);
});
