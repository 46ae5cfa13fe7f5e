import { removeCutOut, type CutOutView } from '#contract/cut-out.ts';
import { useQueryClient } from '@tanstack/react-query';
import { call } from '../../api/client.ts';
import { keys } from '../../api/keys.ts';
import { RemovableTile } from './removable-tile.tsx';
import classes from './real-samples.module.css';

type Props = { cutOut: CutOutView; blueprintId: string };

/** One real thing that a defect is drawn from. */
export function CutOutTile({ cutOut, blueprintId }: Props) {
  const { id, name, width, height, lengthMm, pictureUrl } = cutOut;
  const queryClient = useQueryClient();
  const remove = async (): Promise<void> => {
    await call(removeCutOut, { params: { cutOutId: id } });
    await queryClient.invalidateQueries({ queryKey: keys.cutOuts(blueprintId) });
  };
  const length = lengthMm === null ? '' : ` · ${Number(lengthMm.toPrecision(3))} mm long`;
  return (
    <RemovableTile name={name} facts={`${width} × ${height} px${length}`} onRemove={remove}>
      <div className={classes.thing}>
        <img src={pictureUrl} alt={name} width={width} height={height} />
      </div>
    </RemovableTile>
  );
}
