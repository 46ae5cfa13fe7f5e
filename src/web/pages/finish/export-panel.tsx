import { Alert, Checkbox, Select, Skeleton, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router';
import { formatOptionNames, formatOptionWords } from '#core/dataset/format-options.ts';
import { exportQuery, releasesQuery } from '../../api/queries.ts';
import { sentenceOf } from '../../notify.ts';
import { paths } from '../../paths.ts';
import type { FinishSearch } from '../../search.ts';
import { Panel } from '../../ui/panel.tsx';
import { DownloadNow } from './download-now.tsx';
import { ExportTable } from './export-table.tsx';
import { FormatOptionSelect } from './format-option-select.tsx';
import { FormatPicker } from './format-picker.tsx';
import { PrepareDataset } from './prepare-dataset.tsx';
import { GroupingFields } from './grouping-fields.tsx';
import { SplitFields } from './split-fields.tsx';
import { useExportOptions } from './use-export-options.ts';
import classes from './finish-page.module.css';

type Props = { blueprintId: string };

const route = getRouteApi(paths.finish);
/** The dataset: what goes in, what it would hold, and the download; of a release it is prepared, and stays. */
export function ExportPanel({ blueprintId }: Props) {
  const navigate = useNavigate();
  const search = route.useSearch();
  const releases = useQuery(releasesQuery(blueprintId)).data ?? [];
  const { chosen, wanted, query } = useExportOptions();

  const change = (next: Partial<FinishSearch>) =>
    void navigate({
      to: paths.finish,
      params: { blueprintId },
      search: { ...search, ...next },
      replace: true,
      resetScroll: false,
    });
  const preview = useQuery({
    ...exportQuery(blueprintId, query),
    enabled: chosen.length > 0,
  });
  const reason =
    chosen.length === 0
      ? 'Choose at least one format.'
      : preview.isError
        ? sentenceOf(preview.error)
        : preview.data?.empty
          ? 'There is nothing to export yet: approve some pictures first.'
          : undefined;

  return (
    <Panel title="Export">
      <Stack gap="md">
        {releases.length > 0 && (
          <Select
            label="What"
            data={[
              { value: '0', label: 'What is approved now' },
              ...releases.map(({ number }) => ({ value: String(number), label: `Release ${number}` })),
            ]}
            value={String(search.release ?? 0)}
            onChange={(value) => change({ release: Number(value) || undefined })}
            allowDeselect={false}
          />
        )}
        <FormatPicker
          chosen={chosen}
          onChange={(formats) => change({ formats: formats.length === 0 ? '' : formats.join(',') })}
        />
        {formatOptionNames
          .filter((name) => formatOptionWords[name].formats.some((format) => chosen.includes(format)))
          .map((name) => (
            <FormatOptionSelect
              key={name}
              name={name}
              value={search[name]}
              onChange={(value) => change({ [name]: value })}
            />
          ))}
        <SplitFields key={wanted.split} split={wanted.split} onChange={(next) => change({ split: next })} />
        <GroupingFields groupBy={search.groupBy} holdOut={search.holdOut} onChange={change} />
        <Checkbox
          label="Golden images too"
          description="Without a defect, as negatives. Approved allowed variation goes in by itself"
          checked={wanted.good}
          onChange={(event) => change({ good: event.currentTarget.checked ? undefined : false })}
        />
        <Text size="sm">
          Real photos of bad parts make it stronger:{' '}
          <Link to={paths.realPictures} params={{ blueprintId }} className={classes.more}>
            mix in labelled pictures
          </Link>
        </Text>
        {preview.isPending && chosen.length > 0 && <Skeleton height={160} />}
        {preview.data && !preview.data.empty && chosen.length > 0 && <ExportTable preview={preview.data} />}
        {(preview.data?.warnings.length ?? 0) > 0 && !preview.data?.empty && (
          <Alert color="gray" title="Good to know">
            <ul className={classes.warnings}>
              {preview.data?.warnings.map((warning) => (
                <li key={warning}>{warning}</li>
              ))}
            </ul>
          </Alert>
        )}
        {search.release === undefined ? (
          <DownloadNow preview={reason === undefined ? preview.data : undefined} />
        ) : (
          <PrepareDataset
            blueprintId={blueprintId}
            release={search.release}
            search={search}
            wanted={wanted}
            possible={reason === undefined && preview.data !== undefined}
            onChange={change}
          />
        )}
        {reason !== undefined && (
          <Text size="sm" role="status">
            {reason}
          </Text>
        )}
      </Stack>
    </Panel>
  );
}
