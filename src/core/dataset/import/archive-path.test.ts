import { expect, it } from 'vitest';
import { readArchivePath } from './archive-path.ts';

it.each([
  ['images/a.jpg', 'images/a.jpg'],
  ['./images//a.jpg', 'images/a.jpg'],
  ['images\\train\\a.jpg', 'images/train/a.jpg'],
  ['u\u0308.jpg', '\u00fc.jpg'],
  ['a..b/..c.jpg', 'a..b/..c.jpg'],
  ['__MACOSX/images/._a.jpg', null],
  ['images/._a.jpg', null],
  ['.DS_Store', null],
  ['images/Thumbs.db', null],
])('%j is %j', (given, path) => expect(readArchivePath(given)).toEqual({ path }));

it.each([
  ['../a.jpg', /leads out/],
  ['images/../../a.jpg', /leads out/],
  ['images\\..\\..\\a.jpg', /leads out/],
  ['/etc/passwd', /outside/],
  ['\\\\server\\share', /outside/],
  ['C:\\a.jpg', /outside/],
  ['c:a.jpg', /outside/],
  ['a\0.jpg', /nobody can see/],
  ['a\n.jpg', /nobody can see/],
  ['a'.repeat(1001), /1001 characters/],
])('%j is refused', (given, wrong) =>
  expect(readArchivePath(given)).toEqual({ wrong: expect.stringMatching(wrong) }),
);
