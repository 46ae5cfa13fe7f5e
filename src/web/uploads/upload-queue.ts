/** One file on its way: it waits, is being sent, or was refused and stays until it is dismissed. */
export type Upload = {
  readonly id: number;
  readonly fileName: string;
  readonly bytes: number;
} & (
  | { readonly state: 'waiting' }
  | { readonly state: 'sending'; readonly share: number }
  | { readonly state: 'refused'; readonly message: string }
);

export type UploadChange =
  | { readonly type: 'added'; readonly files: readonly { id: number; fileName: string; bytes: number }[] }
  | { readonly type: 'sending'; readonly id: number; readonly share: number }
  | { readonly type: 'refused'; readonly id: number; readonly message: string }
  | { readonly type: 'gone'; readonly id: number };

/** The list of uploads after a change. A file that was dismissed does not come back by a late report. */
export function changeUploads(uploads: readonly Upload[], change: UploadChange): readonly Upload[] {
  switch (change.type) {
    case 'added':
      return [...uploads, ...change.files.map((file) => ({ ...file, state: 'waiting' as const }))];
    case 'gone':
      return uploads.filter((upload) => upload.id !== change.id);
    case 'sending':
    case 'refused':
      return uploads.map((upload) => {
        if (upload.id !== change.id || upload.state === 'refused') return upload;
        const { id, fileName, bytes } = upload;
        return change.type === 'sending'
          ? { id, fileName, bytes, state: 'sending', share: change.share }
          : { id, fileName, bytes, state: 'refused', message: change.message };
      });
  }
}
