import type { BoardView } from '#contract/blueprint.ts';
import { checkName, sameName } from '#core/blueprint/names.ts';
import { understandPrompt } from '#core/prompt/understand-prompt.ts';
import { Select } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { catalogueQuery } from '../../api/queries.ts';
import { countOf } from '../../words.ts';
import type { ClassChoice, LabelReportView } from './class-choices.ts';
import classes from './real-pictures-page.module.css';

type Props = {
  found: LabelReportView['classes'][number];
  choice: ClassChoice;
  board: BoardView;
  onChange: (choice: ClassChoice) => void;
};

/** A class of others, and what it is here. */
export function ClassRow({ found: { label, marks, pictures }, choice, board: { defects }, onChange }: Props) {
  const families = useQuery(catalogueQuery()).data?.families ?? [];
  const shown = label === '' ? '(no name)' : label;
  const canBeNew = checkName(label).ok && !defects.some(({ name }) => sameName(name, label));
  const choose = (value: string | null) => {
    if (value === 'none') onChange({ kind: 'none' });
    else if (value === 'new') onChange({ kind: 'new', family: understandPrompt(label, families).family });
    else if (value !== null) onChange({ kind: 'defect', defectId: value });
  };
  return (
    <li className={classes.row}>
      <div className={classes.theirs}>
        <b>{shown}</b>
        <div className={classes.soft}>
          {countOf(marks, 'mark')} in {countOf(pictures, 'picture')}
        </div>
      </div>
      <Select
        aria-label={`${shown} is here`}
        data={[
          { value: 'none', label: 'Leave its pictures out' },
          ...(canBeNew ? [{ value: 'new', label: `A new defect, “${label}”` }] : []),
          ...defects.map(({ id, name }) => ({ value: id, label: name })),
        ]}
        value={choice.kind === 'defect' ? choice.defectId : choice.kind}
        onChange={choose}
        allowDeselect={false}
        searchable={defects.length > 8}
      />
      {choice.kind === 'new' && (
        <Select
          aria-label={`${shown} is drawn as`}
          placeholder="Drawn as: choose one"
          data={families.map((family) => ({
            value: family.name,
            label: `Drawn as ${family.label.toLowerCase()}`,
          }))}
          value={choice.family}
          onChange={(family) => onChange({ kind: 'new', family })}
          allowDeselect={false}
          searchable
        />
      )}
    </li>
  );
}
