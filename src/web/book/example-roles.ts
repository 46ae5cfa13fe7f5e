import type { BookExample } from '#core/blueprint/book-page.ts';

/** The three kinds of examples, and how many of each make a page that people agree by. */
export const roles: readonly {
  readonly role: BookExample['role'];
  readonly title: string;
  readonly label: string;
  readonly wanted: number;
}[] = [
  { role: 'good', title: 'This is it', label: 'This is it', wanted: 4 },
  { role: 'counter', title: 'This is not it', label: 'Not it', wanted: 3 },
  { role: 'borderline', title: 'On the border', label: 'Borderline', wanted: 3 },
];
