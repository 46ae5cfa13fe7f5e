import { isOutside, type SeverityRange } from '#core/prompt/severity.ts';
import { understandPrompt } from '#core/prompt/understand-prompt.ts';
import { useQuery } from '@tanstack/react-query';
import { useDeferredValue, useMemo } from 'react';
import { catalogueQuery } from '../api/queries.ts';
import classes from './prompt-reading.module.css';

type Props = {
  text: string;
  /** Of the photo that the description is for; left out where it is for any. */
  mmPerPixel?: number | null;
  /** That the blueprint keeps to: a severity outside it does not count. */
  severityRange: SeverityRange | null;
};

/** What the renderer takes from a description, word by word, and what it cannot use. */
export function PromptReading({ text, mmPerPixel, severityRange }: Props) {
  const families = useQuery(catalogueQuery()).data?.families;
  const read = useDeferredValue(text);
  const reading = useMemo(() => understandPrompt(read, families ?? []), [read, families]);
  const { understood, notUnderstood, parameters } = reading;
  const said = parameters.severity;

  return (
    <div className={classes.reading} aria-live="polite">
      {understood.length === 0 && notUnderstood.length === 0 && (
        <span className={classes.hint}>
          Say where, how many, how long, how deep, how strong. What is left out varies from picture to
          picture.
        </span>
      )}
      {understood.length > 0 && (
        <ul className={classes.chips} aria-label="Understood">
          {understood.map((part, index) => (
            <li key={`${part.start}-${index}`} className={classes.chip}>
              <b>{part.text}</b> {part.meaning}
              {part.needsScale && scaleHint(mmPerPixel)}
            </li>
          ))}
        </ul>
      )}
      {said !== null && severityRange !== null && isOutside(severityRange, said) && (
        <span className={classes.hint}>
          “{said}” does not count: this blueprint keeps to a severity of {severityRange.min}–
          {severityRange.max}.
        </span>
      )}
      {notUnderstood.length > 0 && (
        <ul className={classes.chips} aria-label="Not understood">
          {notUnderstood.map((part, index) => (
            <li key={`${part.start}-${index}`} className={classes.unknown}>
              <b>{part.text}</b> not used: {part.why}
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}

function scaleHint(mmPerPixel: number | null | undefined): string {
  if (mmPerPixel === undefined) return ', in photos whose scale is known';
  return mmPerPixel === null ? ': not used until the photo’s scale is given with the golden images' : '';
}
