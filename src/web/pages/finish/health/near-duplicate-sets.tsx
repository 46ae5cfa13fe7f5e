import type { Health } from '#core/dataset/health/health.ts';
import { countOf } from '../../../words.ts';
import classes from './health.module.css';

type Props = { health: Health };

/** Pictures that look nearly alike, by name; folded up until somebody asks. */
export function NearDuplicateSets({ health: { nearDuplicates } }: Props) {
  const { sets, pictures, largest } = nearDuplicates;
  if (sets === 0) return null;
  return (
    <details className={classes.sets}>
      <summary>
        Near-duplicates: {countOf(pictures, 'picture')} in {countOf(sets, 'set')}
      </summary>
      <ul>
        {largest.map((set) => (
          <li key={set[0]!.fileName}>
            {set.map(({ fileName, split }) => `${fileName} (${split})`).join(', ')}
          </li>
        ))}
      </ul>
      {sets > largest.length && <p>and {countOf(sets - largest.length, 'smaller set')}</p>}
    </details>
  );
}
