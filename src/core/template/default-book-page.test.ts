import { expect, it } from 'vitest';
import { bookPageSchema } from '#core/blueprint/book-page.ts';
import { families } from '#imaging/defects/registry.ts';
import { defaultBookPage } from './default-book-page.ts';

it.each(families.map(({ name }) => name))('has a page for %s that says everything', (family) => {
  const page = bookPageSchema.parse(defaultBookPage(family));
  const { whatItIs, colour, size, shape, location, boundary, lookAlikes } = page;
  for (const words of [whatItIs, colour, size, shape, location, boundary]) expect(words).toMatch(/\.$/);
  expect(lookAlikes.length).toBeGreaterThanOrEqual(2);
});

it('has an empty page for a family that it does not know', () => {
  expect(bookPageSchema.parse(defaultBookPage('of tomorrow')).whatItIs).toBe('');
});
