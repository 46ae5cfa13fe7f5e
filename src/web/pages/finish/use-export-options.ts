import { getRouteApi } from '@tanstack/react-router';
import { type FormatOptions, formatOptionNames } from '#core/dataset/format-options.ts';
import type { Grouping } from '#core/dataset/grouping-words.ts';
import type { ExportQuery } from '#contract/export.ts';
import { paths } from '../../paths.ts';

export type WantedExport = {
  formats: string;
  split: string;
  groupBy: Grouping | undefined;
  holdOut: string | undefined;
  good: boolean;
  formatOptions: Partial<FormatOptions>;
};

const route = getRouteApi(paths.finish);

/** What the page's address asks an export for, and the same as a query. */
export function useExportOptions(): { chosen: string[]; wanted: WantedExport; query: ExportQuery } {
  const search = route.useSearch();
  const chosen = (search.formats ?? 'coco,yolo').split(',').filter((format) => format !== '');
  const wanted = {
    formats: chosen.join(','),
    split: search.split ?? '80,10,10',
    groupBy: search.groupBy,
    holdOut: search.holdOut,
    good: search.good ?? true,
    formatOptions: Object.fromEntries(formatOptionNames.map((name) => [name, search[name]])),
  };
  const { formatOptions, good, ...rest } = wanted;
  const query = {
    ...rest,
    ...formatOptions,
    good: good ? 'true' : 'false',
    release: search.release,
  } as const;
  return { chosen, wanted, query };
}
