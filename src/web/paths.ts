/**
 * Every address of the app. The routes are made from these and links name these, so a page that moves
 * is a change of one line, and a link to a page that is gone does not compile.
 */
export const paths = {
  blueprints: '/',
  newBlueprint: '/blueprints/new',
  blueprint: '/blueprints/$blueprintId',
  golden: '/blueprints/$blueprintId/golden',
  foreground: '/blueprints/$blueprintId/golden/$goldenId',
  defects: '/blueprints/$blueprintId/defects',
  realPictures: '/blueprints/$blueprintId/real-pictures',
  matrix: '/blueprints/$blueprintId/matrix',
  cell: '/blueprints/$blueprintId/cells/$cellId',
  areas: '/blueprints/$blueprintId/cells/$cellId/areas',
  history: '/blueprints/$blueprintId/cells/$cellId/history',
  better: '/blueprints/$blueprintId/cells/$cellId/compare',
  review: '/blueprints/$blueprintId/review',
  mask: '/blueprints/$blueprintId/candidates/$candidateId/mask',
  finish: '/blueprints/$blueprintId/finish',
  poster: '/blueprints/$blueprintId/releases/$number',
  /** For whoever has a link, and nothing else of the app. */
  shared: '/shared/$token',
} as const;
