import { limitAdvice } from '#core/blueprint/limit-advice.ts';
import { understandPrompt } from '#core/prompt/understand-prompt.ts';
import { IconRuler2 } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { catalogueQuery } from '../api/queries.ts';
import classes from './book.module.css';
import { useBookPage } from './use-book-page.ts';

type Props = {
  text: string;
  defectId: string;
  blueprintId: string;
  golden: { readonly mmPerPixel: number | null };
};

/** Where a description leaves the book's limits; on photos without a scale nobody can tell. */
export function LimitAdvice({ text, defectId, blueprintId, golden }: Props) {
  const families = useQuery(catalogueQuery()).data?.families;
  const limits = useBookPage(blueprintId, defectId).page?.limits;
  if (limits === undefined || golden.mmPerPixel === null) return null;
  const sentences = limitAdvice(understandPrompt(text, families ?? none).parameters, limits);
  if (sentences.length === 0) return null;
  return (
    <div className={classes.advice} role="status">
      <IconRuler2 size={18} aria-hidden />
      <div>
        <b>Limits of the defect book</b>
        {sentences.map((sentence) => (
          <div key={sentence}>{sentence}</div>
        ))}
      </div>
    </div>
  );
}

const none: never[] = [];
