import { useDocumentTitle } from '@mantine/hooks';

/** From the particular to the general: `Matrix · Gear · Red Rabbit`. */
export function usePageTitle(...parts: (string | undefined)[]): void {
  useDocumentTitle([...parts.filter((part) => part !== undefined && part !== ''), 'Red Rabbit'].join(' · '));
}
