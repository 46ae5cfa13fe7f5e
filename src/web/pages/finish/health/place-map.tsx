import { placeSide } from '#core/dataset/health/health.ts';
import classes from './health.module.css';

type Props = { /** Row by row. */ places: readonly number[] };

const rows = ['top', 'middle', 'bottom'];
const columns = ['left', 'centre', 'right'];

/** Where in the pictures marks lie: the stronger, the more. Its name says it by thirds, in words. */
export function PlaceMap({ places }: Props) {
  const most = Math.max(1, ...places);
  const thirds = new Map<string, number>();
  for (const [at, count] of places.entries()) {
    const third = (part: number): number => Math.floor(((part + 0.5) * 3) / placeSide);
    const name = `${rows[third(Math.floor(at / placeSide))]} ${columns[third(at % placeSide)]}`;
    if (count > 0) thirds.set(name, (thirds.get(name) ?? 0) + count);
  }
  const words = Array.from(thirds, ([name, count]) => `${count} ${name}`);
  const used = places.filter((count) => count > 0).length;
  return (
    <figure className={classes.chart}>
      <figcaption>Place in the picture</figcaption>
      <div
        className={classes.places}
        style={{ gridTemplateColumns: `repeat(${placeSide}, 1fr)` }}
        role="img"
        aria-label={`Place in the picture: ${words.length === 0 ? 'nothing' : words.join(', ')}`}
      >
        {places.map((count, at) => (
          <span
            // Places have no other name than where they are.
            // oxlint-disable-next-line react/no-array-index-key
            key={at}
            title={count === 0 ? undefined : String(count)}
            style={{ opacity: count === 0 ? 0 : 0.2 + 0.8 * (count / most) }}
          />
        ))}
      </div>
      <p className={classes.note}>
        {used} of {places.length} places
      </p>
    </figure>
  );
}
