/** `1 picture`, `2 pictures`; a plural that is not made with an s is given. */
export function countOf(count: number, singular: string, plural = `${singular}s`): string {
  return `${count.toLocaleString('en')} ${count === 1 ? singular : plural}`;
}

const clock = new Intl.DateTimeFormat('en', { dateStyle: 'medium', timeStyle: 'short' });

/** A moment as people write it, in the reader's own time zone. */
export function moment(iso: string): string {
  return clock.format(new Date(iso));
}
