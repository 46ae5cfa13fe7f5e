import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { releasesQuery } from '../../api/queries.ts';
import { paths } from '../../paths.ts';
import { Panel } from '../../ui/panel.tsx';
import { countOf, moment } from '../../words.ts';
import classes from './finish-page.module.css';

type Props = { blueprintId: string };

/** Frozen versions, newest first; each can be exported again. */
export function ReleaseList({ blueprintId }: Props) {
  const releases = useQuery(releasesQuery(blueprintId)).data ?? [];
  if (releases.length === 0) return null;
  return (
    <Panel title="Releases">
      <ul className={classes.releases} aria-label="Releases" style={{ marginBottom: 0 }}>
        {releases.map((release) => (
          <li key={release.number}>
            <b>Release {release.number}</b>
            <div className={classes.soft}>
              {countOf(release.approved, 'picture')} of {countOf(release.goldens, 'golden image')} and{' '}
              {countOf(release.defects, 'defect')}, by {release.author}, {moment(release.createdAt)}
            </div>
            {release.note !== '' && <div className={classes.note}>{release.note}</div>}
            <Link
              to={paths.poster}
              params={{ blueprintId, number: String(release.number) }}
              className={classes.more}
              aria-label={`Poster and link of release ${release.number}`}
            >
              Poster and link
            </Link>
            <Link
              to={paths.finish}
              params={{ blueprintId }}
              search={(search) => ({ ...search, release: release.number })}
              resetScroll={false}
              className={classes.more}
            >
              Export release {release.number}
            </Link>
          </li>
        ))}
      </ul>
    </Panel>
  );
}
