import type { QueryClient } from '@tanstack/react-query';
import {
  createRootRouteWithContext,
  createRoute,
  createRouter,
  redirect,
  type RouterHistory,
} from '@tanstack/react-router';
import { Frame } from './pages/shell/frame.tsx';
import { NotFound } from './pages/shell/not-found.tsx';
import { PageFailed } from './pages/shell/page-failed.tsx';
import { BlueprintLayout } from './pages/blueprint/blueprint-layout.tsx';
import { lazyPage } from './lazy-page.ts';
import { paths } from './paths.ts';
import { startReading, startReadingRoom } from './start-reading.ts';
import {
  blueprintsSearchSchema,
  finishSearchSchema,
  historySearchSchema,
  matrixSearchSchema,
  reviewSearchSchema,
} from './search.ts';

// Only the frame is in the first bundle; each page comes with its own.

const rootRoute = createRootRouteWithContext<{ queryClient: QueryClient }>()({
  component: Frame,
  notFoundComponent: NotFound,
});

const blueprintsRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: paths.blueprints,
  validateSearch: (search) => blueprintsSearchSchema.parse(search),
  component: lazyPage(() => import('./pages/blueprints/blueprints-page.tsx'), 'BlueprintsPage'),
});

const newBlueprintRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: paths.newBlueprint,
  component: lazyPage(() => import('./pages/new-blueprint/new-blueprint-page.tsx'), 'NewBlueprintPage'),
});

const blueprintRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: paths.blueprint,
  loader: ({ context, params }) => startReading(context.queryClient, params.blueprintId),
  staleTime: Number.POSITIVE_INFINITY,
  component: BlueprintLayout,
});

const blueprintIndexRoute = createRoute({
  getParentRoute: () => blueprintRoute,
  path: '/',
  beforeLoad: ({ params }) => {
    throw redirect({ to: paths.matrix, params, replace: true });
  },
});

const goldenRoute = createRoute({
  getParentRoute: () => blueprintRoute,
  path: 'golden',
  component: lazyPage(() => import('./pages/golden/golden-page.tsx'), 'GoldenPage'),
});

const foregroundRoute = createRoute({
  getParentRoute: () => blueprintRoute,
  path: 'golden/$goldenId',
  component: lazyPage(() => import('./pages/foreground/foreground-page.tsx'), 'ForegroundPage'),
});

const defectsRoute = createRoute({
  getParentRoute: () => blueprintRoute,
  path: 'defects',
  component: lazyPage(() => import('./pages/defects/defects-page.tsx'), 'DefectsPage'),
});

const realPicturesRoute = createRoute({
  getParentRoute: () => blueprintRoute,
  path: 'real-pictures',
  component: lazyPage(() => import('./pages/real-pictures/real-pictures-page.tsx'), 'RealPicturesPage'),
});

const matrixRoute = createRoute({
  getParentRoute: () => blueprintRoute,
  path: 'matrix',
  validateSearch: (search) => matrixSearchSchema.parse(search),
  component: lazyPage(() => import('./pages/matrix/matrix-page.tsx'), 'MatrixPage'),
});

const cellRoute = createRoute({
  getParentRoute: () => blueprintRoute,
  path: 'cells/$cellId',
  component: lazyPage(() => import('./pages/cell/cell-page.tsx'), 'CellPage'),
});

const areasRoute = createRoute({
  getParentRoute: () => blueprintRoute,
  path: 'cells/$cellId/areas',
  component: lazyPage(() => import('./pages/areas/areas-page.tsx'), 'AreasPage'),
});

const historyRoute = createRoute({
  getParentRoute: () => blueprintRoute,
  path: 'cells/$cellId/history',
  validateSearch: (search) => historySearchSchema.parse(search),
  component: lazyPage(() => import('./pages/history/history-page.tsx'), 'HistoryPage'),
});

const betterRoute = createRoute({
  getParentRoute: () => blueprintRoute,
  path: 'cells/$cellId/compare',
  component: lazyPage(() => import('./pages/better/better-page.tsx'), 'BetterPage'),
});

const reviewRoute = createRoute({
  getParentRoute: () => blueprintRoute,
  path: 'review',
  validateSearch: (search) => reviewSearchSchema.parse(search),
  loader: ({ context, params, location }) =>
    startReadingRoom(context.queryClient, params.blueprintId, reviewSearchSchema.parse(location.search)),
  // Once for a visit, not for each picture.
  staleTime: Number.POSITIVE_INFINITY,
  component: lazyPage(() => import('./pages/review/review-page.tsx'), 'ReviewPage'),
});

const maskRoute = createRoute({
  getParentRoute: () => blueprintRoute,
  path: 'candidates/$candidateId/mask',
  // The review room's own, to go back to the same place.
  validateSearch: (search) => reviewSearchSchema.parse(search),
  component: lazyPage(() => import('./pages/mask/mask-page.tsx'), 'MaskPage'),
});

const finishRoute = createRoute({
  getParentRoute: () => blueprintRoute,
  path: 'finish',
  validateSearch: (search) => finishSearchSchema.parse(search),
  component: lazyPage(() => import('./pages/finish/finish-page.tsx'), 'FinishPage'),
});

const posterRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: paths.poster,
  component: lazyPage(() => import('./pages/poster/poster-page.tsx'), 'PosterPage'),
});

const sharedRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: paths.shared,
  component: lazyPage(() => import('./pages/shared/shared-page.tsx'), 'SharedPage'),
});

const routeTree = rootRoute.addChildren([
  blueprintsRoute,
  newBlueprintRoute,
  posterRoute,
  sharedRoute,
  blueprintRoute.addChildren([
    blueprintIndexRoute,
    goldenRoute,
    foregroundRoute,
    defectsRoute,
    realPicturesRoute,
    matrixRoute,
    cellRoute,
    areasRoute,
    historyRoute,
    betterRoute,
    reviewRoute,
    maskRoute,
    finishRoute,
  ]),
]);

/** The history is an argument for tests, which have no address bar. */
export function createAppRouter(queryClient: QueryClient, history?: RouterHistory) {
  return createRouter({
    routeTree,
    context: { queryClient },
    ...(history === undefined ? {} : { history }),
    defaultPreload: 'intent',
    defaultErrorComponent: PageFailed,
    scrollRestoration: true,
  });
}

declare module '@tanstack/react-router' {
  interface Register {
    router: ReturnType<typeof createAppRouter>;
  }
}
