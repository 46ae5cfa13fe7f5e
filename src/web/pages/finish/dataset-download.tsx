import type { DatasetVersionView } from '#contract/dataset.ts';
import { ActionIcon, Alert, Button, CopyButton, Stack, Tooltip } from '@mantine/core';
import { IconCheck, IconCopy, IconDownload } from '@tabler/icons-react';
import { JobBar } from '../../ui/job-bar.tsx';
import { countOf, sizeOf } from '../../words.ts';
import longButton from '../../ui/long-button.module.css';
import classes from './finish-page.module.css';

type Props = {
  version: DatasetVersionView;
  /** By whoever looks at it: the button that they pressed has gone, and the focus goes on here. */
  isAskedFor: boolean;
  onAgain: () => void;
};

/** A dataset version: how far it is, or its files. */
export function DatasetDownload({ version, isAskedFor, onAgain }: Props) {
  const { state, error, parts, progress } = version;
  const ref = isAskedFor ? takeLostFocus : null;
  if (state === 'failed') {
    return (
      <Alert color="orange" title="It could not be prepared">
        <Stack gap="xs" align="flex-start">
          {error}
          <Button variant="default" onClick={onAgain}>
            Try again
          </Button>
        </Stack>
      </Alert>
    );
  }
  if (state !== 'ready') {
    const known = progress.total === 0 ? 0 : (100 * progress.done) / progress.total;
    return (
      <div className={classes.preparing} ref={ref} tabIndex={-1}>
        <span role="status">
          {state === 'queued' ? 'Waits to be prepared' : 'Being prepared'}. You may leave this page: it stays.
        </span>
        <JobBar job={{ id: version.id, progress: known, estimated: false }} label="Prepared" />
      </div>
    );
  }
  const command = `npx redrabbit pull ${location.origin}/api/v1/dataset-versions/${version.id} --out dataset`;
  return (
    <div className={classes.prepared} ref={ref} tabIndex={-1}>
      <ul className={classes.parts} aria-label="Files of the dataset">
        {parts.map(({ number, url, fileName, bytes, files }) => (
          <li key={number}>
            <Button
              component="a"
              href={url}
              download
              variant={parts.length === 1 ? 'filled' : 'default'}
              classNames={longButton}
              leftSection={<IconDownload size={18} />}
            >
              Download {fileName}
            </Button>
            <span className={classes.soft}>
              {sizeOf(bytes)}, {countOf(files, 'file')}
            </span>
          </li>
        ))}
      </ul>
      <p className={classes.soft}>
        {parts.length > 1 && 'Unpack all into one folder. '}
        Never changes, and a download that is cut off goes on. Or fetch it file by file, checked:
      </p>
      <div className={classes.command}>
        <code>{command}</code>
        <CopyButton value={command}>
          {({ copied, copy }) => (
            <Tooltip label={copied ? 'Copied' : 'Copy'}>
              <ActionIcon variant="default" size="lg" onClick={copy} aria-label="Copy the command">
                {copied ? <IconCheck size={18} /> : <IconCopy size={18} />}
              </ActionIcon>
            </Tooltip>
          )}
        </CopyButton>
      </div>
    </div>
  );
}

function takeLostFocus(element: HTMLElement | null): void {
  if (document.activeElement === document.body) element?.focus();
}
