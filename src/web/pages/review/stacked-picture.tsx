import { candidatePixelsUrl, candidateThumbnailUrl, goldenPixelsUrl } from '#contract/picture-urls.ts';
import type { CandidateRow } from '../../api/candidate-index.ts';
import type { ReviewSearch } from '../../search.ts';
import { BeforeAfter } from '../../ui/before-after.tsx';
import { MaskOverlay } from '../../ui/mask-overlay.tsx';
import { DifferenceOverlay } from './difference/difference-overlay.tsx';
import { SharpPicture } from './rendition/sharp-picture.tsx';
import type { Size } from './zoom/zoom.ts';

type Props = {
  candidate: CandidateRow;
  alt: string;
  look: ReviewSearch['look'];
  /** As long as it is not known, there is none to show. */
  maskUrl: string | undefined;
  opacity: number;
  shown: { readonly well: Size; readonly scale: number };
};

/** A candidate with what is laid over it: its mask, what differs, or a slider that uncovers it. */
export function StackedPicture({ candidate, alt, look, maskUrl, opacity, shown }: Props) {
  const { id, goldenId } = candidate;
  const picture = (
    <SharpPicture
      {...shown}
      url={candidatePixelsUrl(id)}
      thumbnailUrl={candidateThumbnailUrl(id, 'large')}
      alt={alt}
      picture={candidate}
    />
  );
  return (
    <>
      {look === 'slider' ? (
        <>
          <SharpPicture {...shown} url={goldenPixelsUrl(goldenId)} alt="" picture={candidate} />
          <BeforeAfter>{picture}</BeforeAfter>
        </>
      ) : (
        picture
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
