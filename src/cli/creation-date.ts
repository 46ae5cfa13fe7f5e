/**
 * The date that stands in a dataset's files: now, or SOURCE_DATE_EPOCH (seconds; reproducible-builds.org),
 * with which the same call gives the same bytes on any day.
 */
export function creationDate(environment: Record<string, string | undefined> = process.env): string {
  const epoch = environment.SOURCE_DATE_EPOCH ?? '';
  const date = /^\d{1,11}$/.test(epoch) ? new Date(Number(epoch) * 1000) : new Date();
  return date.toISOString();
}
