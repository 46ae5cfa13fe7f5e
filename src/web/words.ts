/** `1 picture`, `2 pictures`; a plural that is not made with an s is given. */
export function countOf(count: number, singular: string, plural = `${singular}s`): string {
  return `${count.toLocaleString('en')} ${count === 1 ? singular : plural}`;
}

/** `740 kB`, `1.3 GB`: as disks are sold, by the thousand. */
export function sizeOf(bytes: number): string {
  const power = Math.min(3, Math.floor(Math.log10(Math.max(1, bytes)) / 3));
  const [unit, style] = sizes[power]!;
  return new Intl.NumberFormat('en', { style: 'unit', unit, unitDisplay: 'short', ...style }).format(
    bytes / 1000 ** power,
  );
}

const sizes = [
  ['byte', { maximumFractionDigits: 0 }],
  ['kilobyte', { maximumFractionDigits: 0 }],
  ['megabyte', { maximumFractionDigits: 1 }],
  ['gigabyte', { maximumFractionDigits: 1 }],
] as const;

const clock = new Intl.DateTimeFormat('en', { dateStyle: 'medium', timeStyle: 'short' });

/** A moment as people write it, in the reader's own time zone. */
export function moment(iso: string): string {
  return clock.format(new Date(iso));
}
