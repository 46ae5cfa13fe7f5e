import { Dropzone } from '@mantine/dropzone';
import { IconPhotoPlus } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import classes from './uploads.module.css';

type Props = {
  label: string;
  inputLabel: string;
  onFiles: (files: readonly File[]) => void;
  children: ReactNode;
};

/** Where files are dropped or chosen. Every one goes to the server, which says for each what is wrong with it. */
export function DropFiles({ label, inputLabel, onFiles, children }: Props) {
  return (
    <Dropzone
      onDrop={onFiles}
      multiple
      className={classes.drop}
      aria-label={label}
      inputProps={{ 'aria-label': inputLabel }}
    >
      <IconPhotoPlus size={32} stroke={1.4} aria-hidden />
      <div>{children}</div>
    </Dropzone>
  );
}
