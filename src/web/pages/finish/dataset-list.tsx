import type { DatasetVersionView } from '#contract/dataset.ts';
import { formatWords } from '#core/dataset/export-format.ts';
import { sizeOf } from '../../words.ts';
import classes from './finish-page.module.css';

type Props = { versions: readonly DatasetVersionView[] };

const states: Record<DatasetVersionView['state'], string> = {
  queued: 'waits to be prepared',
  running: 'is being prepared',
  ready: 'ready',
  failed: 'could not be prepared',
};

/** What was prepared with other choices. */
export function DatasetList({ versions }: Props) {
  if (versions.length === 0) return null;
  return (
    <details className={classes.earlier}>
      <summary>Prepared with other choices ({versions.length})</summary>
      <ul className={classes.releases} aria-label="Dataset versions with other choices">
        {versions.map(({ id, release, options, state, parts }) => (
          <li key={id}>
            Release {release}: {options.formats.map(nameOf).join(', ')}; split {options.split}
            {options.groupBy !== 'auto' && `; kept together by ${options.groupBy}`}
            {options.holdOut !== '' && `; held out ${options.holdOut}`}
            {!options.good && '; no golden images'}
            {!options.pictures && '; annotations only'}
            <div className={classes.soft}>
              {state !== 'ready' && states[state]}
              {parts.map(({ number, url, fileName, bytes }) => (
                <a key={number} href={url} download className={classes.more}>
                  {fileName} ({sizeOf(bytes)})
                </a>
              ))}
            </div>
          </li>
        ))}
      </ul>
    </details>
  );
}

function nameOf(format: string): string {
  return format in formatWords ? formatWords[format as keyof typeof formatWords].label : format;
}
