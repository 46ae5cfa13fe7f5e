import { requestDataset } from '#contract/dataset.ts';
import { datasetOptionsKey, readDatasetOptions } from '#core/dataset/dataset-options.ts';
import { Button, Checkbox, Select, Stack } from '@mantine/core';
import { IconPackage } from '@tabler/icons-react';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { call } from '../../api/client.ts';
import { keys } from '../../api/keys.ts';
import { datasetsQuery } from '../../api/queries.ts';
import { notifyFailure } from '../../notify.ts';
import type { FinishSearch } from '../../search.ts';
import { DatasetDownload } from './dataset-download.tsx';
import { DatasetList } from './dataset-list.tsx';
import type { WantedExport } from './use-export-options.ts';

type Props = {
  blueprintId: string;
  release: number;
  search: FinishSearch;
  wanted: WantedExport;
  /** False while what is chosen above cannot be exported. */
  possible: boolean;
  onChange: (change: Partial<FinishSearch>) => void;
};

const gigabyte = 1e9;
const partSizes = [
  { value: '0', label: 'One ZIP' },
  ...[1, 2, 4, 10].map((size) => ({ value: String(size), label: `ZIPs of at most ${size} GB` })),
];

/** A release as files that never change: prepared in the background, downloaded or pulled as often as wanted. */
export function PrepareDataset({ blueprintId, release, search, wanted, possible, onChange }: Props) {
  const queryClient = useQueryClient();
  const versions = useQuery(datasetsQuery(blueprintId)).data;
  const { pictures = true, partGb } = search;
  const given = { ...wanted, pictures, partBytes: partGb === undefined ? null : partGb * gigabyte };
  const prepare = useMutation({
    mutationFn: () => call(requestDataset, { params: { blueprintId }, body: { release, ...given } }),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: keys.datasets(blueprintId) }),
    onError: (error) => notifyFailure('Nothing is being prepared', error),
  });
  const key = possible ? datasetOptionsKey(readDatasetOptions(given)) : null;
  const version = versions?.find((each) => each.release === release && each.key === key);
  const others = (versions ?? []).filter((each) => each !== version);
  return (
    <Stack gap="md">
      <Checkbox
        label="Pictures"
        description="Without them: annotations only, for who has the pictures already"
        checked={pictures}
        onChange={(event) => onChange({ pictures: event.currentTarget.checked ? undefined : false })}
      />
      <Select
        label="Files"
        data={partSizes}
        value={String(partGb ?? 0)}
        onChange={(value) => onChange({ partGb: Number(value) || undefined })}
        allowDeselect={false}
      />
      {version === undefined ? (
        <div>
          <Button
            leftSection={<IconPackage size={18} />}
            disabled={!possible || versions === undefined}
            loading={prepare.isPending}
            onClick={() => prepare.mutate()}
          >
            Prepare release {release}
          </Button>
        </div>
      ) : (
        <DatasetDownload version={version} isAskedFor={prepare.isSuccess} onAgain={() => prepare.mutate()} />
      )}
      <DatasetList versions={others} />
    </Stack>
  );
}
