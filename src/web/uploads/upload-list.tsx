import { keepFocus } from '../ui/keep-focus.ts';
import type { Uploads } from './use-uploads.ts';
import { UploadRow } from './upload-row.tsx';
import classes from './uploads.module.css';

type Props = { uploads: Pick<Uploads<unknown>, 'uploads' | 'dismiss'> };

/** What is on its way, and what was refused; nothing when there is nothing. */
export function UploadList({ uploads: { uploads, dismiss } }: Props) {
  if (uploads.length === 0) return null;
  return (
    <ul ref={keepFocus} className={classes.uploads} aria-label="Uploads">
      {uploads.map((upload) => (
        <UploadRow key={upload.id} upload={upload} onDismiss={() => dismiss(upload.id)} />
      ))}
    </ul>
  );
}
