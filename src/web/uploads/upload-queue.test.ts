import { expect, it } from 'vitest';
import { changeUploads, type Upload, type UploadChange } from './upload-queue.ts';

const play = (...changes: UploadChange[]) => changes.reduce<readonly Upload[]>(changeUploads, []);
const added = (...ids: number[]): UploadChange => ({
  type: 'added',
  files: ids.map((id) => ({ id, fileName: `${id}.png`, bytes: 1 })),
});

it('keeps each file’s own state', () => {
  const uploads = play(
    added(1, 2, 3),
    { type: 'sending', id: 2, share: 0.4 },
    { type: 'refused', id: 3, message: 'Not a picture.' },
    { type: 'gone', id: 1 },
  );
  expect(uploads).toEqual([
    { id: 2, fileName: '2.png', bytes: 1, state: 'sending', share: 0.4 },
    { id: 3, fileName: '3.png', bytes: 1, state: 'refused', message: 'Not a picture.' },
  ]);
});

it('does not let a late progress report hide a refusal, or bring a dismissed file back', () => {
  const refused = { type: 'refused', id: 1, message: 'Too large.' } as const;
  expect(play(added(1), refused, { type: 'sending', id: 1, share: 1 })[0]).toMatchObject({
    state: 'refused',
  });
  expect(play(added(1), refused, { type: 'gone', id: 1 }, { type: 'sending', id: 1, share: 1 })).toEqual([]);
});
