import type { ExportPreviewView } from '#contract/export.ts';
import { Button } from '@mantine/core';
import { IconDownload } from '@tabler/icons-react';
import longButton from '../../ui/long-button.module.css';

type Props = { preview: ExportPreviewView | undefined };

/** What is approved at this moment, as one ZIP. */
export function DownloadNow({ preview }: Props) {
  return (
    <div>
      {preview === undefined ? (
        <Button disabled leftSection={<IconDownload size={18} />}>
          Download
        </Button>
      ) : (
        <Button
          component="a"
          href={preview.downloadUrl}
          download
          classNames={longButton}
          leftSection={<IconDownload size={18} />}
        >
          Download {preview.fileName}
        </Button>
      )}
    </div>
  );
}
