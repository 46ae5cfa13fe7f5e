import type { ReleasePosterView } from '#contract/release.ts';
import { BookPageText } from '../../book/book-page-text.tsx';
import classes from './poster.module.css';

type Props = { defects: ReleasePosterView['poster']['defects'] };

/** By which words it was decided, on paper of its own. Examples are pictures of the blueprint, not of the release. */
export function PosterBook({ defects }: Props) {
  const written = defects.flatMap(({ id, name, book }) => (book === null ? [] : [{ id, name, book }]));
  if (written.length === 0) return null;
  return (
    <section className={classes.book} aria-labelledby="poster-book">
      <h2 id="poster-book">Defect book of this release</h2>
      <ul>
        {written.map(({ id, name, book }) => (
          <li key={id}>
            <h3>{name}</h3>
            <BookPageText page={{ ...book, examples: [] }} />
          </li>
        ))}
      </ul>
    </section>
  );
}
