import { type BlueprintStatus, blueprintStatuses } from '#core/blueprint/status.ts';
import { Button, Select, TextInput } from '@mantine/core';
import { useDebouncedCallback } from '@mantine/hooks';
import { IconSearch } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useNavigate, useRouter } from '@tanstack/react-router';
import { useState } from 'react';
import { catalogueQuery, projectsQuery } from '../../api/queries.ts';
import { paths } from '../../paths.ts';
import type { BlueprintsSearch } from '../../search.ts';
import { statusWords } from './status-words.ts';
import classes from './blueprint-filters.module.css';

/** Which blueprints are listed. All of it is in the address. */
export function BlueprintFilters({ search }: { search: BlueprintsSearch }) {
  const navigate = useNavigate();
  const router = useRouter();
  const products = useQuery(catalogueQuery()).data?.productKinds ?? [];
  const projects = useQuery(projectsQuery()).data ?? [];
  const narrow = (change: Partial<BlueprintsSearch>) => {
    // Somebody typed, and pressed a link before typing was over: the page that is on its way must come.
    if (router.latestLocation.pathname !== paths.blueprints) return;
    void navigate({
      to: paths.blueprints,
      search: (before) => ({ ...before, ...change }),
      replace: true,
      resetScroll: false,
    });
  };
  return (
    <div className={classes.filters} role="search" aria-label="Blueprints">
      <NameField text={search.text} onChange={(text) => narrow({ text })} />
      <Select
        aria-label="Status"
        placeholder="Any status"
        data={blueprintStatuses.map((value) => ({ value, label: statusWords[value] }))}
        value={search.status ?? null}
        onChange={(value) => narrow({ status: (value as BlueprintStatus | null) ?? undefined })}
        clearable
      />
      <Select
        aria-label="Product"
        placeholder="Any product"
        data={products.map(({ id, label }) => ({ value: id, label }))}
        value={search.product ?? null}
        onChange={(value) => narrow({ product: value ?? undefined })}
        clearable
        searchable
      />
      {(projects.length > 1 || search.project !== undefined) && (
        <Select
          aria-label="Project"
          placeholder="All projects"
          data={projects.map(({ id, name }) => ({ value: id, label: name }))}
          value={search.project ?? null}
          onChange={(value) => narrow({ project: value ?? undefined })}
          clearable
          searchable
        />
      )}
      <TextInput
        type="date"
        leftSection="Since"
        leftSectionWidth={56}
        leftSectionProps={{ className: classes.since }}
        aria-label="Changed on that day or later"
        value={search.from ?? ''}
        onChange={(event) => narrow({ from: event.currentTarget.value || undefined })}
      />
      {isNarrowed(search) && (
        <Button
          variant="subtle"
          color="gray"
          onClick={() =>
            narrow({
              text: undefined,
              status: undefined,
              product: undefined,
              project: undefined,
              from: undefined,
            })
          }
        >
          Show all
        </Button>
      )}
    </div>
  );
}

export function isNarrowed(search: BlueprintsSearch): boolean {
  return Object.values(search).some((value) => value !== undefined);
}

/** The list follows when typing pauses. */
function NameField({ text, onChange }: { text: string | undefined; onChange: (text?: string) => void }) {
  const [typed, setTyped] = useState({ value: text ?? '', since: text });
  const tell = useDebouncedCallback((value: string) => onChange(value.trim() || undefined), 250);
  // The address may have changed by itself since: back, forward, "Show all".
  const isMine = typed.since === text || (typed.value.trim() || undefined) === text;
  return (
    <TextInput
      type="search"
      aria-label="Search by name"
      placeholder="Search by name"
      leftSection={<IconSearch size={16} aria-hidden />}
      maxLength={100}
      value={isMine ? typed.value : (text ?? '')}
      onChange={(event) => {
        setTyped({ value: event.currentTarget.value, since: text });
        tell(event.currentTarget.value);
      }}
    />
  );
}
