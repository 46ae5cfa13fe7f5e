import { removeRealSample, type RealSampleView } from '#contract/real-sample.ts';
import { factsOfSample } from '#core/real-sample/fit-facts.ts';
import { useQueryClient } from '@tanstack/react-query';
import { call } from '../../api/client.ts';
import { keys } from '../../api/keys.ts';
import { MaskOverlay } from '../../ui/mask-overlay.tsx';
import { RemovableTile } from './removable-tile.tsx';
import classes from './real-samples.module.css';

type Props = { sample: RealSampleView; blueprintId: string };

/** One photo of a really bad part, its mask outlined, and what was measured on it. */
export function RealSampleTile({ sample, blueprintId }: Props) {
  const queryClient = useQueryClient();
  const remove = async (): Promise<void> => {
    await call(removeRealSample, { params: { realSampleId: sample.id } });
    await Promise.all([
      queryClient.invalidateQueries({ queryKey: keys.realSamples(blueprintId) }),
      queryClient.invalidateQueries({ queryKey: keys.board(blueprintId) }),
    ]);
  };
  return (
    <RemovableTile name={sample.name} facts={factsOfSample(sample.measured)} onRemove={remove}>
      <div className={classes.picture} style={{ aspectRatio: `${sample.width} / ${sample.height}` }}>
        <img src={sample.thumbnailUrl} alt={sample.name} />
        <MaskOverlay url={sample.smallMaskUrl} />
      </div>
    </RemovableTile>
  );
}
