import { createMemoryHistory } from '@tanstack/react-router';
import { expect, it } from 'vitest';
import { paths } from './paths.ts';
import { QueryClient } from '@tanstack/react-query';
import { createAppRouter } from './router.tsx';

it('has a page at every path, and a path for every page', () => {
  const router = createAppRouter(new QueryClient(), createMemoryHistory());
  const routed = Object.keys(router.routesByPath).map((path) => path.replace(/(.)\/$/, '$1'));
  expect(routed.toSorted()).toEqual([...new Set([...Object.values(paths), ...routed])].toSorted());
  expect(new Set(routed)).toEqual(new Set(Object.values(paths)));
});
