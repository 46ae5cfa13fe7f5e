import type { GoldenView } from '#contract/golden.ts';
import type { Mask } from '#core/annotation/mask.ts';
import { Button, Stack, Text } from '@mantine/core';
import { useBlocker } from '@tanstack/react-router';
import { useEffect, useState } from 'react';
import type { Labels } from '../../mask-editor/document/labels.ts';
import { MaskDocument } from '../../mask-editor/document/mask-document.ts';
import { EditorSession } from '../../mask-editor/editor-session.ts';
import { MaskEditor } from '../../mask-editor/mask-editor.tsx';
import { pixelsUrl } from '../../mask-editor/pixels-url.ts';
import { startMaskWorker } from '../../mask-editor/worker/start-mask-worker.ts';
import { Panel } from '../../ui/panel.tsx';
import { isSameMask, labelsOf, maskOf, product, productShare } from './product-mask.ts';

export type Found = { readonly mask: Mask; readonly confidence: number; readonly wholeFrame: boolean };

type Props = {
  golden: GoldenView;
  found: Found;
  marked: Mask | null;
  isSaving: boolean;
  /** `null`: as found. */
  onSave: (mask: Mask | null) => Promise<unknown>;
};

const classes = ['product'];

/** Corrects where the product is, with the editor of masks. Nothing is saved before it is said. */
export function ForegroundEditor({ golden, found, marked, isSaving, onSave }: Props) {
  const [asFound] = useState(() => maskOf(labelsOf(found.mask, golden)));
  const [begun] = useState(() => labelsOf(marked ?? found.mask, golden));
  const [mask, setMask] = useState(() => maskOf(begun));
  const [saved, setSaved] = useState(mask);
  const [{ session, worker }] = useState(() => open(begun));
  const isChanged = !isSameMask(mask, saved);
  const isAsFound = isSameMask(mask, asFound);
  const share = productShare(mask);
  const pictureUrl = pixelsUrl(golden.pictureUrl);

  useEffect(() => {
    const { document } = session;
    const unlisten = document.listen((changed) => changed === null && setMask(maskOf(document.labels)));
    // Without it, only picking by colour does not work.
    void worker.ask({ kind: 'load', pictureUrl, goldenUrl: null }).catch(() => undefined);
    return () => {
      unlisten();
      worker.stop();
    };
  }, [session, worker, pictureUrl]);
  useBlocker({
    shouldBlockFn: () => isChanged && !globalThis.confirm('Leave without saving what was drawn?'),
    enableBeforeUnload: () => isChanged,
  });

  const save = async () => {
    await onSave(isAsFound ? null : mask);
    setSaved(mask);
  };
  const goBack = () => {
    const { data, width, height } = labelsOf(found.mask, golden);
    session.document.edit((put) => {
      for (let y = 0; y < height; y++) {
        for (let x = 0, from = 0; x < width; from = x) {
          const mark = data[y * width + from] === 0 ? 0 : product;
          while (x < width && (data[y * width + x] === 0 ? 0 : product) === mark) x++;
          put(mark, y, from, x);
        }
      }
    });
  };
  const isEmpty = !mask.data.includes(255);
  return (
    <MaskEditor
      sitting={{ session, difference: null }}
      pictureUrl={pictureUrl}
      label={`${golden.name}: draw where the product is`}
      defectIds={classes}
    >
      <Panel title="Product">
        <Stack gap="sm">
          <Text size="sm">{howFound(found)}</Text>
          <Text size="sm" role="status">
            {isChanged
              ? `Not saved yet: ${share} % of the picture is product.`
              : isAsFound
                ? `Used as found: ${share} % of the picture is product.`
                : `Used as marked by hand: ${share} % of the picture is product.`}
          </Text>
          <Button
            disabled={!isChanged || isEmpty}
            loading={isSaving}
            onClick={() => void save().catch(() => undefined)}
          >
            {isEmpty ? 'Nothing is product' : 'Save'}
          </Button>
          <Button variant="default" disabled={isAsFound} onClick={goBack}>
            Back to what was found
          </Button>
        </Stack>
      </Panel>
    </MaskEditor>
  );
}

function open(labels: Labels) {
  const worker = startMaskWorker();
  const session = new EditorSession(
    new MaskDocument(labels, [null, ...classes]),
    classes,
    classes[0]!,
    worker,
  );
  session.set({ selectBy: 'colour' });
  return { session, worker };
}

function howFound({ confidence, wholeFrame }: Found): string {
  const percent = Math.round(confidence * 100);
  return wholeFrame
    ? `No outline was sure enough (confidence ${percent} %), so the whole picture counts as product, as for fabric or sheet.`
    : `Found by its outline, confidence ${percent} %. What is marked counts as product.`;
}
