import { useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { type AnnotationView, type AnnotationWithMarks, restoreAnnotation } from '#contract/annotation.ts';
import type { BoardView } from '#contract/blueprint.ts';
import type { CandidateView } from '#contract/candidate.ts';
import { call } from '../../api/client.ts';
import { keys } from '../../api/keys.ts';
import { MaskEditor } from '../../mask-editor/mask-editor.tsx';
import { MarksPanel } from '../../mask-editor/marks-panel.tsx';
import { pixelsUrl } from '../../mask-editor/pixels-url.ts';
import { useSitting } from '../../mask-editor/use-sitting.ts';
import { notifyFailure } from '../../notify.ts';
import { paths } from '../../paths.ts';
import type { ReviewSearch } from '../../search.ts';
import { SavePanel } from './save-panel.tsx';
import { startDraft } from './start-draft.ts';
import { VersionsPanel } from './versions-panel.tsx';

type Props = {
  board: BoardView;
  candidate: CandidateView;
  /** The version that is begun with. */
  annotation: AnnotationWithMarks;
  versions: readonly AnnotationView[];
  search: ReviewSearch;
  /** Begins again with another version. */
  onOpen: (annotationId: string) => void;
};

/** The editor with one mask in it: saved as it is drawn. */
export function MaskRoom({ board, candidate, annotation, versions, search, onOpen }: Props) {
  const blueprintId = board.blueprint.id;
  const queryClient = useQueryClient();
  const navigate = useNavigate();
  const defectIds = board.defects.map(({ id }) => id);
  const refresh = () =>
    queryClient.invalidateQueries({ queryKey: keys.annotations(blueprintId, candidate.id) });
  const [draft] = useState(() => startDraft(candidate, annotation, () => void refresh()));
  const sitting = useSitting({
    size: candidate,
    pictureUrl: pixelsUrl(candidate.pictureUrl),
    goldenUrl: candidate.source === 'uploaded' ? null : pixelsUrl(candidate.goldenUrl),
    defectIds,
    defectId: defectIds.includes(candidate.defectId) ? candidate.defectId : (defectIds[0] ?? ''),
    saved: annotation.marks.map(({ defectId, box, counts }) => ({ defectId, box, counts })),
    waiting: draft.waiting,
    allowsNone: draft.allowsNone,
    keep: draft.keep,
    send: draft.send,
  });
  const { session, autosave } = sitting;

  const done = async () => {
    await autosave.flush();
    await navigate({
      to: paths.review,
      params: { blueprintId },
      search: { ...search, candidate: candidate.id },
    });
  };
  const restore = async (version: number) => {
    try {
      await autosave.flush();
      const params = { candidateId: candidate.id };
      const back = await call(restoreAnnotation, { params, body: { version, basedOn: draft.base() } });
      autosave.stop();
      draft.keep(null);
      await refresh();
      onOpen(back.id);
    } catch (error) {
      notifyFailure('The version was not brought back', error);
    }
  };

  return (
    <MaskEditor
      sitting={sitting}
      pictureUrl={pixelsUrl(candidate.pictureUrl)}
      label="Mask of the picture: draw on it"
      defectIds={defectIds}
      onDone={() => void done()}
      below={
        <>
          <MarksPanel session={session} defects={board.defects} />
          <VersionsPanel versions={versions} onRestore={(version) => void restore(version)} />
        </>
      }
    >
      <SavePanel
        session={session}
        save={sitting.save}
        outside={sitting.outside}
        onDone={() => void done()}
        onClear={() => {
          draft.allowNone();
          session.remove(session.document.marks());
          void autosave.flush();
        }}
        onMine={() => void draft.goOnTop().then(autosave.flush)}
        onTheirs={() =>
          void draft.newest().then(({ id }) => {
            // Leaves nothing to save on the way out.
            autosave.stop();
            draft.keep(null);
            onOpen(id);
          })
        }
      />
    </MaskEditor>
  );
}
