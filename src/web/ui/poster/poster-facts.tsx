import type { ReleasePosterView } from '#contract/release.ts';
import { materials, productKinds } from '#core/template/kinds.ts';
import { countOf, moment } from '../../words.ts';
import { approvalRate } from './approval-rate.ts';
import classes from './poster.module.css';

type Props = { release: ReleasePosterView };

const labelOf = (choices: readonly { id: string; label: string }[], id: string): string =>
  choices.find((choice) => choice.id === id)?.label ?? id;
const percent = (share: number): string => `${Math.round(share * 100)} %`;

/** What was frozen, when, by whom, and how it was made. */
export function PosterFacts({ release }: Props) {
  const { poster, settings } = release;
  const { drawing, generator } = settings;
  const active = poster.cells.filter((cell) => cell.state === 'active');
  const facts: [string, string][] = [
    ['Made', `${moment(release.createdAt)}${release.author === null ? '' : `, by ${release.author}`}`],
    ['Product', `${labelOf(productKinds, poster.productKind)}, ${labelOf(materials, poster.material)}`],
    [
      'Matrix',
      `${countOf(poster.goldens.length, 'golden image')}, ${countOf(poster.defects.length, 'defect')}`,
    ],
    [
      'Approved',
      `${countOf(release.approved, 'picture')} in ${countOf(active.length, 'cell')}${approvalRate(active)}`,
    ],
    [
      'Generator',
      `${generator.name}${generator.model === null ? '' : ` (${generator.model})`}, seed ${settings.seed}`,
    ],
    [
      'Drawing',
      `${percent(drawing.barelyVisibleShare)} barely visible, ${percent(drawing.together.share)} with several defects, ` +
        `${percent(drawing.allowedVariationShare)} allowed variation, best of ${drawing.variants}` +
        (drawing.severityRange === null
          ? ''
          : `, severity ${Object.values(drawing.severityRange).join(' to ')}`),
    ],
  ];
  const { changes } = release;
  if (changes !== null) {
    facts.push([
      `Since release ${release.number - 1}`,
      `${countOf(changes.added, 'picture')} added, ${changes.removed} removed, ${changes.remasked} with another mask`,
    ]);
  }
  if (release.note !== '') facts.push(['Note', release.note]);
  return (
    <>
      <dl className={classes.facts} aria-label="About this release">
        {facts.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      <p className={classes.provenance}>
        Training data, not photos of real defects: marks were put into photos of good parts, or added by hand,
        and a person approved every picture. The outline shows what is labelled.
      </p>
    </>
  );
}
