import { uploadCandidate, type CandidateView } from '#contract/candidate.ts';
import type { CellView } from '#contract/cell.ts';
import type { GoldenView } from '#contract/golden.ts';
import { Alert, Button, FileInput, Progress, SegmentedControl, Stack, Text } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState, type SubmitEvent } from 'react';
import { urlOf } from '../../api/client.ts';
import { keys } from '../../api/keys.ts';
import { upload } from '../../api/upload.ts';
import { notifyDone, sentenceOf } from '../../notify.ts';
import { Panel } from '../../ui/panel.tsx';
import { DrawingBoard } from '../../draw/drawing-board.tsx';
import { BoxFields } from './box-fields.tsx';
import { boxBetween, type Box } from './box.ts';
import { usePictureFile } from './use-picture-file.ts';
import classes from './cell-page.module.css';

type Props = { cell: CellView; golden: GoldenView; blueprintId: string };

/** One's own picture of the defect, with a mask file or a box around the defect. */
export function OwnPicture({ cell, golden, blueprintId }: Props) {
  const queryClient = useQueryClient();
  const picture = usePictureFile();
  const [kind, setKind] = useState<'box' | 'mask'>('box');
  const [mask, setMask] = useState<File | null>(null);
  const [drawn, setDrawn] = useState<Box | undefined>(undefined);
  const [share, setShare] = useState(0);

  const size = picture.loaded ?? golden;
  const middle = boxBetween(
    { x: size.width * 0.4, y: size.height * 0.4 },
    { x: size.width * 0.6, y: size.height * 0.6 },
    size,
  );
  const box = drawn ?? middle;
  const missing =
    picture.file === null
      ? 'Choose a picture first'
      : kind === 'mask' && mask === null
        ? 'Choose a mask first'
        : undefined;

  const send = useMutation({
    mutationFn: async () => {
      const form = new FormData();
      if (kind === 'box') form.append('box', JSON.stringify(box));
      if (picture.file !== null) form.append('picture', picture.file, picture.file.name);
      if (kind === 'mask' && mask !== null) form.append('mask', mask, mask.name);
      setShare(0);
      await upload<CandidateView>(urlOf(uploadCandidate, { cellId: cell.id }), form, setShare);
    },
    onSuccess: async () => {
      notifyDone('Your picture was added');
      picture.choose(null);
      setMask(null);
      setDrawn(undefined);
      await queryClient.invalidateQueries({ queryKey: keys.blueprint(blueprintId) });
    },
  });
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    if (missing === undefined) send.mutate();
  };

  return (
    <Panel title="Your own picture">
      <form onSubmit={submit} noValidate>
        <Stack gap="sm">
          <FileInput
            label="Picture"
            description="A photo of the defect in this view"
            placeholder="Choose a file"
            accept="image/jpeg,image/png,image/webp"
            value={picture.file}
            onChange={picture.choose}
            clearable
          />
          <SegmentedControl
            aria-label="How the defect is marked"
            fullWidth
            data={[
              { value: 'box', label: 'Box' },
              { value: 'mask', label: 'Mask file' },
            ]}
            value={kind}
            onChange={setKind}
          />
          {kind === 'mask' && (
            <FileInput
              label="Mask"
              description="A PNG of the same size, the defect white on black"
              placeholder="Choose a file"
              accept="image/png"
              value={mask}
              onChange={setMask}
              clearable
            />
          )}
          {kind === 'box' && picture.loaded !== undefined && (
            <>
              <Text size="sm" c="dimmed">
                Draw a box around the defect, or type it in pixels.
              </Text>
              <DrawingBoard
                key={picture.loaded.url}
                label="The defect as uploaded: draw a box around it"
                pictureUrl={picture.loaded.url}
                width={size.width}
                height={size.height}
                box={box}
                onDraw={(from, to) => setDrawn(boxBetween(from, to, size))}
              />
              <BoxFields box={box} size={size} onChange={setDrawn} />
            </>
          )}
          {send.isPending && <Progress value={share * 100} size={5} aria-label="Upload of your picture" />}
          {send.isError && (
            <Alert color="rabbit" title="Not added">
              <Text size="sm">{sentenceOf(send.error)}</Text>
            </Alert>
          )}
          <Button type="submit" variant="default" disabled={missing !== undefined} loading={send.isPending}>
            {missing ?? 'Add picture'}
          </Button>
          <span className={classes.soft}>It joins the others as undecided.</span>
        </Stack>
      </form>
    </Panel>
  );
}
