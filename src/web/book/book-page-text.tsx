import type { BookPageView } from '#contract/book.ts';
import type { BookPage } from '#core/blueprint/book-page.ts';
import { severities } from '#core/prompt/parameters.ts';
import { CandidateThumb } from '../ui/candidate-thumb.tsx';
import { roles } from './example-roles.ts';
import classes from './book.module.css';

/** As it is now, or as a release keeps it. */
type ReadPage = Omit<BookPage, 'examples'> & Pick<BookPageView, 'examples'>;

/** A page of the defect book to read. What nobody wrote is left out. */
export function BookPageText({ page }: { page: ReadPage }) {
  const facts = [
    ['Colour', page.colour],
    ['Size', page.size],
    ['Shape', page.shape],
    ['Place', page.location],
    ['Mask', page.boundary],
    ['Limits', limitsText(page)],
  ].filter(([, words]) => words !== '');
  return (
    <div className={classes.page}>
      {page.whatItIs !== '' && <p>{page.whatItIs}</p>}
      {facts.length > 0 && (
        <dl className={classes.facts}>
          {facts.map(([name, words]) => (
            <div key={name}>
              <dt>{name}</dt>
              <dd>{words}</dd>
            </div>
          ))}
        </dl>
      )}
      {page.lookAlikes.length > 0 && (
        <>
          <h3>Looks like it, and is not</h3>
          <ul className={classes.lookAlikes} aria-label="Look-alikes">
            {page.lookAlikes.map(({ name, rule }, index) => (
              <li key={index}>
                <b>{name}</b> {rule}
              </li>
            ))}
          </ul>
        </>
      )}
      {roles.map(({ role, title }) => {
        const shown = page.examples.filter((example) => example.role === role);
        if (shown.length === 0) return null;
        return (
          <div key={role}>
            <h3>{title}</h3>
            <ul className={classes.examples} aria-label={title}>
              {shown.map((example) => (
                <li key={`${example.source} ${example.id}`}>
                  <a className={classes.thumb} href={example.pictureUrl} target="_blank" rel="noreferrer">
                    <CandidateThumb {...example} width={1} height={1} />
                    <span className="visually-hidden">{example.note === '' ? title : example.note}</span>
                  </a>
                  {example.note !== '' && <span aria-hidden>{example.note}</span>}
                </li>
              ))}
            </ul>
          </div>
        );
      })}
    </div>
  );
}

function limitsText({ limits: { smallestMm, largestMm } }: Pick<BookPage, 'limits'>): string {
  const known = severities.filter((name) => largestMm[name] !== null);
  return [
    smallestMm === null ? '' : `counts from ${smallestMm} mm`,
    ...known.map((name) => `${name} up to ${largestMm[name]} mm`),
  ]
    .filter(Boolean)
    .join(', ');
}
