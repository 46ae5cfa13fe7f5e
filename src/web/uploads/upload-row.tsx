import { CloseButton, Progress, Text } from '@mantine/core';
import type { Upload } from './upload-queue.ts';
import classes from './uploads.module.css';

type Props = { upload: Upload; onDismiss: () => void };

const words = (upload: Upload): string => {
  switch (upload.state) {
    case 'waiting':
      return 'Waiting';
    case 'sending':
      return upload.share < 1 ? `${Math.round(upload.share * 100)} %` : 'Being checked';
    case 'refused':
      return '';
  }
};

/** One file on its way, or why it was refused. */
export function UploadRow({ upload, onDismiss }: Props) {
  if (upload.state === 'refused') {
    return (
      <li className={classes.upload} data-state="refused">
        <div role="alert">
          <Text size="sm" fw={600} className={classes.fileName}>
            {upload.fileName}
          </Text>
          <Text size="sm">{upload.message}</Text>
        </div>
        <CloseButton aria-label={`Dismiss ${upload.fileName}`} onClick={onDismiss} />
      </li>
    );
  }
  return (
    <li className={classes.upload} data-state={upload.state}>
      <Text size="sm" truncate>
        {upload.fileName}
      </Text>
      <Text size="sm" c="dimmed">
        {words(upload)}
      </Text>
      <Progress
        value={upload.state === 'sending' ? upload.share * 100 : 0}
        size={5}
        aria-label={`Upload of ${upload.fileName}`}
      />
    </li>
  );
}
