import { Button, Group, Stack, Text } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import type { DefectView } from '#contract/defect.ts';
import type { GoldenView } from '#contract/golden.ts';
import type { RegionView } from '#contract/region.ts';
import { keys } from '../../api/keys.ts';
import { MarksPanel } from '../../mask-editor/marks-panel.tsx';
import { MaskEditor } from '../../mask-editor/mask-editor.tsx';
import { pixelsUrl } from '../../mask-editor/pixels-url.ts';
import { SaveStatus } from '../../mask-editor/save-status.tsx';
import { useEditorState } from '../../mask-editor/use-editor-state.ts';
import { useSitting } from '../../mask-editor/use-sitting.ts';
import { paths } from '../../paths.ts';
import { KeyTooltip } from '../../ui/key-tooltip.tsx';
import { Panel } from '../../ui/panel.tsx';
import { area, startRegionDraft } from './region-draft.ts';

type Props = {
  blueprintId: string;
  cellId: string;
  golden: GoldenView;
  defect: DefectView;
  /** As it was when the page was opened. */
  region: RegionView;
  /** Begins again with what is on the server. */
  onAgain: () => void;
};

const classes = [area];

/** The editor with the region of one cell in it: saved as it is drawn. */
export function AreasRoom({ blueprintId, cellId, golden, defect, region, onAgain }: Props) {
  const queryClient = useQueryClient();
  const navigate = useNavigate();
  const [draft] = useState(() =>
    startRegionDraft(cellId, region, () => {
      void queryClient.invalidateQueries({ queryKey: keys.board(blueprintId) });
      void queryClient.invalidateQueries({ queryKey: keys.cell(blueprintId, cellId) });
    }),
  );
  const pictureUrl = pixelsUrl(golden.pictureUrl);
  const sitting = useSitting({
    size: region,
    pictureUrl,
    goldenUrl: null,
    defectIds: classes,
    defectId: area,
    saved: region.areas.map((pixels) => ({ defectId: area, ...pixels })),
    waiting: draft.waiting,
    allowsNone: () => true,
    keep: draft.keep,
    send: draft.send,
  });
  const { session, autosave, save } = sitting;
  const { marks } = useEditorState(session);

  const done = async () => {
    await autosave.flush();
    await navigate({ to: paths.cell, params: { blueprintId, cellId } });
  };
  return (
    <MaskEditor
      sitting={sitting}
      pictureUrl={pictureUrl}
      label={`${golden.name}: draw where the defect may be`}
      defectIds={classes}
      onDone={() => void done()}
      below={<MarksPanel session={session} defects={[{ id: area, name: 'Area' }]} what="area" />}
    >
      <Panel title={defect.name}>
        <Stack gap="sm">
          <SaveStatus
            save={save}
            onMine={() => void draft.goOnTop().then(autosave.flush)}
            onTheirs={() => {
              // Leaves nothing to save on the way out.
              autosave.stop();
              draft.keep(null);
              onAgain();
            }}
          />
          <Text size="sm">{describe(marks, golden)}</Text>
          <Group gap="xs" grow preventGrowOverflow={false}>
            <KeyTooltip label="Save, and back to the cell" action="maskApply">
              <Button onClick={() => void done()}>Done</Button>
            </KeyTooltip>
            <Button
              variant="default"
              disabled={marks.length === 0}
              onClick={() => session.remove(session.document.marks())}
            >
              Remove all
            </Button>
          </Group>
        </Stack>
      </Panel>
    </MaskEditor>
  );
}

function describe(
  marks: readonly { readonly area: number }[],
  { width, height }: { width: number; height: number },
): string {
  if (marks.length === 0) return 'No area yet: until one is drawn, the defect goes to its usual places.';
  const share = (100 * marks.reduce((sum, mark) => sum + mark.area, 0)) / (width * height);
  const part = share < 1 ? 'less than 1' : Math.round(share);
  return `${part} % of the picture. Pictures from now on are placed in it; those that wait keep what they were queued with.`;
}
