import { SegmentedControl, Skeleton, Stack } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { splitNames } from '#core/dataset/dataset.ts';
import { exportQuery, healthQuery } from '../../../api/queries.ts';
import { Panel } from '../../../ui/panel.tsx';
import { countOf } from '../../../words.ts';
import finish from '../finish-page.module.css';
import { useExportOptions } from '../use-export-options.ts';
import { ClassHealth } from './class-health.tsx';
import { GoldenTable } from './golden-table.tsx';
import { NearDuplicateSets } from './near-duplicate-sets.tsx';
import { type ShownSplits, shownSplits } from './shown-splits.ts';

type Props = { blueprintId: string };

/** What the export would be like, in pictures. Nothing where there is nothing to export. */
export function HealthPanel({ blueprintId }: Props) {
  const { query, chosen } = useExportOptions();
  const [shown, setShown] = useState<ShownSplits>('all');
  const preview = useQuery({ ...exportQuery(blueprintId, query), enabled: chosen.length > 0 });
  const isThere = preview.data?.empty === false;
  const health = useQuery({ ...healthQuery(blueprintId, query), enabled: isThere }).data;
  if (!isThere) return null;
  // What the export warns of stands beside its button.
  const findings = health?.findings.filter((finding) => !preview.data?.warnings.includes(finding)) ?? [];
  return (
    <Panel
      title="Health"
      aside={
        <SegmentedControl
          aria-label="Split that is shown"
          size="xs"
          data={shownSplits.map((value) => ({ value, label: value[0]!.toUpperCase() + value.slice(1) }))}
          value={shown}
          onChange={(value) => setShown(shownSplits.find((known) => known === value) ?? 'all')}
        />
      }
    >
      {health === undefined ? (
        <Skeleton height={240} />
      ) : (
        <Stack gap="lg">
          {findings.length > 0 && (
            <ul className={finish.warnings} aria-label="What stands out">
              {findings.map((finding) => (
                <li key={finding}>{finding}</li>
              ))}
            </ul>
          )}
          {health.classes.map((row) => (
            <ClassHealth key={row.name} row={row} splits={shown === 'all' ? splitNames : [shown]} />
          ))}
          <GoldenTable health={health} />
          <p className={finish.soft} style={{ margin: 0 }}>
            Dealt out in {countOf(health.split.groups, 'group')}. {health.split.kept} stay where an earlier
            release had them, {health.split.heldOut} are held out. In more than one split:{' '}
            {countOf(health.leaks.goldens, 'golden image')}, {countOf(health.leaks.seeds, 'seed')},{' '}
            {countOf(health.leaks.nearDuplicates, 'set')} of near-duplicates.
          </p>
          <NearDuplicateSets health={health} />
        </Stack>
      )}
    </Panel>
  );
}
