import { closeUp, type Box } from './close-up.ts';
import classes from './candidate-thumb.module.css';

type Props = {
  thumbnailUrl: string;
  /** Larger ones to choose from, and over how many px it is shown: as an image's own. */
  srcSet?: string | undefined;
  sizes?: string | undefined;
  /** What to close up on, in the unit of `width` and `height`: pixels, or parts of the picture. */
  mark: Box | null | undefined;
  width: number;
  height: number;
  /** In a list that draws only what is seen nothing is put off. */
  eager?: boolean;
};

/** A small picture of a candidate, brought close to its mark; the whole picture would not show it. */
export function CandidateThumb({ thumbnailUrl, srcSet, sizes, mark, width, height, eager = false }: Props) {
  const { scale, x, y } = closeUp(mark, width, height);
  return (
    <span className={classes.frame}>
      <img
        srcSet={srcSet}
        sizes={sizes}
        src={thumbnailUrl}
        alt=""
        loading={eager ? undefined : 'lazy'}
        decoding="async"
        style={{ transform: `scale(${scale}) translate(${(0.5 - x) * 100}%, ${(0.5 - y) * 100}%)` }}
      />
    </span>
  );
}
