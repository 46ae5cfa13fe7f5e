import { candidatePixelsUrl, candidateThumbnailUrl, goldenPixelsUrl } from '#contract/picture-urls.ts';
import { useQuery } from '@tanstack/react-query';
import type { CandidateRow } from '../../api/candidate-index.ts';
import { candidateQuery } from '../../api/queries.ts';
import type { ReviewSearch } from '../../search.ts';
import { SharpPicture } from './rendition/sharp-picture.tsx';
import { StackedPicture } from './stacked-picture.tsx';
import type { ZoomControl } from './zoom/use-zoom.ts';
import type { Size } from './zoom/zoom.ts';
import { ZoomWell } from './zoom/zoom-well.tsx';
import classes from './review-page.module.css';

type Props = {
  blueprintId: string;
  current: CandidateRow;
  /** What it is compared with in place of its golden image. */
  against: CandidateRow | undefined;
  alt: string;
  goldenName: string;
  search: ReviewSearch;
  goldenHeld: boolean;
  grabbed: boolean;
  opacity: number;
  control: ZoomControl;
};

type Shown = { readonly well: Size; readonly scale: number };

/** The picture large; in a comparison beside its golden image or another one, zoomed and moved together. */
export function PicturePlace({
  blueprintId,
  current,
  against,
  alt,
  goldenName,
  search,
  goldenHeld,
  grabbed,
  opacity,
  control,
}: Props) {
  const details = useQuery({ ...candidateQuery(blueprintId, current.id), enabled: search.mask === true });
  const well = { picture: current, control, grabbed };
  const golden = (shown: Shown) => (
    <SharpPicture
      {...shown}
      url={goldenPixelsUrl(current.goldenId)}
      alt={`${goldenName}, golden`}
      picture={current}
    />
  );
  const candidate = (shown: Shown) => (
    <StackedPicture
      candidate={current}
      alt={alt}
      look={search.look}
      maskUrl={search.mask === true ? details.data?.maskUrl : undefined}
      opacity={opacity}
      shown={shown}
    />
  );
  if (search.view !== 'compare') {
    return (
      <ZoomWell {...well} caption={goldenHeld ? 'Golden image' : undefined}>
        {goldenHeld ? golden : candidate}
      </ZoomWell>
    );
  }
  return (
    <div className={classes.sides}>
      {against === undefined ? (
        <ZoomWell {...well} caption="Golden image">
          {golden}
        </ZoomWell>
      ) : (
        <ZoomWell {...well} picture={against} caption="Compared with">
          {(shown) => (
            <SharpPicture
              {...shown}
              url={candidatePixelsUrl(against.id)}
              thumbnailUrl={candidateThumbnailUrl(against.id, 'large')}
              alt="The pinned candidate"
              picture={against}
            />
          )}
        </ZoomWell>
      )}
      <ZoomWell {...well} caption={goldenHeld ? 'Golden image' : 'Candidate'}>
        {goldenHeld ? golden : candidate}
      </ZoomWell>
    </div>
  );
}
