import type { CandidateView } from '#contract/candidate.ts';
import { closeUp } from './close-up.ts';
import classes from './candidate-thumb.module.css';

type Props = {
  candidate: Pick<CandidateView, 'thumbnailUrl' | 'instances' | 'width' | 'height'>;
};

/** A small picture of a candidate, brought close to its largest mark; at full size no mark would be seen. */
export function CandidateThumb({ candidate }: Props) {
  const { thumbnailUrl, instances, width, height } = candidate;
  const largest = instances.toSorted((a, b) => b.area - a.area)[0];
  const { scale, x, y } = closeUp(largest?.box, width, height);
  return (
    <span className={classes.frame}>
      <img
        src={thumbnailUrl}
        alt=""
        loading="lazy"
        style={{ transform: `scale(${scale}) translate(${(0.5 - x) * 100}%, ${(0.5 - y) * 100}%)` }}
      />
    </span>
  );
}
