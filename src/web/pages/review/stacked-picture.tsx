import {
  candidatePictureUrl,
  candidatePixelsUrl,
  goldenPictureUrl,
  goldenPixelsUrl,
} from '#contract/picture-urls.ts';
import type { CandidateRow } from '../../api/candidate-index.ts';
import type { ReviewSearch } from '../../search.ts';
import { BeforeAfter } from '../../ui/before-after.tsx';
import { MaskOverlay } from '../../ui/mask-overlay.tsx';
import { DifferenceOverlay } from './difference/difference-overlay.tsx';

type Props = {
  candidate: CandidateRow;
  alt: string;
  look: ReviewSearch['look'];
  /** As long as it is not known, there is none to show. */
  maskUrl: string | undefined;
  opacity: number;
};

/** A candidate with what is laid over it: its mask, what differs, or a slider that uncovers it. */
export function StackedPicture({ candidate, alt, look, maskUrl, opacity }: Props) {
  const { id, goldenId } = candidate;
  return (
    <>
      {look === 'slider' ? (
        <>
          <img src={goldenPictureUrl(goldenId)} alt="" />
          <BeforeAfter pictureUrl={candidatePictureUrl(id)} alt={alt} />
        </>
      ) : (
        <img src={candidatePictureUrl(id)} alt={alt} />
      )}
      {look === 'difference' && (
        <DifferenceOverlay
          goldenUrl={goldenPixelsUrl(goldenId)}
          candidateUrl={candidatePixelsUrl(id)}
          opacity={opacity}
        />
      )}
      {maskUrl !== undefined && <MaskOverlay url={maskUrl} />}
    </>
  );
}
