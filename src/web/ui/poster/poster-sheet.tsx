import type { ReleasePosterView } from '#contract/release.ts';
import { PosterBook } from './poster-book.tsx';
import { PosterCell } from './poster-cell.tsx';
import { PosterFacts } from './poster-facts.tsx';
import classes from './poster.module.css';

type Props = { release: ReleasePosterView; onSettled: (cellId: string) => void };

/** As many as are still told apart on A4 paper across. */
const columnsInBand = 6;

/** A release on paper: facts, then the matrix in bands of a few defects, every row in one piece, and the defect book last. */
export function PosterSheet({ release, onSettled }: Props) {
  const { goldens, defects, cells } = release.poster;
  const at = new Map(cells.map((cell) => [`${cell.goldenId}/${cell.defectId}`, cell]));
  const bands = Array.from({ length: Math.ceil(defects.length / columnsInBand) }, (_, n) =>
    defects.slice(n * columnsInBand, (n + 1) * columnsInBand),
  );
  return (
    <>
      <PosterFacts release={release} />
      {bands.map((band, n) => {
        const first = n * columnsInBand + 1;
        const title =
          bands.length === 1
            ? 'Golden images and defects'
            : `Defects ${first} to ${first + band.length - 1} of ${defects.length}`;
        return (
          // Wider than a phone: by keyboard it can be scrolled only where it can be reached.
          // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
          <section key={first} className={classes.band} aria-label={title} tabIndex={0}>
            <table
              className={classes.table}
              style={{
                width: bands.length === 1 ? '100%' : `${(100 * (band.length + 1)) / (columnsInBand + 1)}%`,
              }}
            >
              <caption className={bands.length === 1 ? 'visually-hidden' : classes.caption}>{title}</caption>
              <thead>
                <tr>
                  <th scope="col">Golden image</th>
                  {band.map((defect) => (
                    <th key={defect.id} scope="col">
                      {defect.name}
                    </th>
                  ))}
                </tr>
              </thead>
              <tbody>
                {goldens.map((golden) => (
                  <tr key={golden.id}>
                    <th scope="row">
                      <img src={golden.thumbnailUrl} alt="" className={classes.golden} />
                      {golden.name}
                      <span className={classes.size}>
                        {golden.width} × {golden.height} px
                        {golden.mmPerPixel !== null && `, ${Number(golden.mmPerPixel.toPrecision(3))} mm/px`}
                      </span>
                    </th>
                    {band.map((defect) => {
                      const cell = at.get(`${golden.id}/${defect.id}`);
                      const name = `${defect.name} on ${golden.name}`;
                      return (
                        cell && <PosterCell key={cell.id} cell={cell} name={name} onSettled={onSettled} />
                      );
                    })}
                  </tr>
                ))}
              </tbody>
            </table>
          </section>
        );
      })}
      <PosterBook defects={defects} />
    </>
  );
}
