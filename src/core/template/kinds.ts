/** Ids are stored with blueprints and stay for ever. */
export type ProductKind = {
  readonly id: string;
  readonly label: string;
  /** What such a product is usually made of, most usual first. */
  readonly materials: readonly MaterialId[];
};

/** "other" counts as unknown: the defects of any material are offered. */
export const materials = [
  { id: 'steel', label: 'Steel' },
  { id: 'stainless-steel', label: 'Stainless steel' },
  { id: 'aluminium', label: 'Aluminium' },
  { id: 'cast-iron', label: 'Cast iron' },
  { id: 'copper-alloy', label: 'Copper, brass, bronze' },
  { id: 'painted-metal', label: 'Painted or coated metal' },
  { id: 'plastic', label: 'Plastic' },
  { id: 'rubber', label: 'Rubber' },
  { id: 'ceramic', label: 'Ceramic' },
  { id: 'glass', label: 'Glass' },
  { id: 'paper-board', label: 'Paper or board' },
  { id: 'textile', label: 'Textile' },
  { id: 'other', label: 'Something else' },
] as const;

export type MaterialId = (typeof materials)[number]['id'];

export const bareMetals = ['steel', 'stainless-steel', 'aluminium', 'cast-iron', 'copper-alloy'] as const;
export const metals = [...bareMetals, 'painted-metal'] as const;

export const productKinds = [
  {
    id: 'machined-part',
    label: 'Machined part',
    materials: ['steel', 'stainless-steel', 'aluminium', 'copper-alloy', 'plastic'],
  },
  { id: 'casting', label: 'Casting', materials: ['aluminium', 'cast-iron', 'steel', 'copper-alloy'] },
  {
    id: 'sheet-metal',
    label: 'Sheet metal part',
    materials: ['steel', 'stainless-steel', 'aluminium', 'painted-metal', 'copper-alloy'],
  },
  {
    id: 'metal-strip',
    label: 'Metal strip or foil',
    materials: ['steel', 'stainless-steel', 'aluminium', 'copper-alloy'],
  },
  { id: 'moulded-part', label: 'Injection-moulded part', materials: ['plastic', 'rubber'] },
  {
    id: 'electronics-housing',
    label: 'Electronics housing',
    materials: ['plastic', 'aluminium', 'painted-metal', 'stainless-steel'],
  },
  { id: 'ceramic-tile', label: 'Tile or ceramic ware', materials: ['ceramic'] },
  { id: 'glass-container', label: 'Vial, bottle or other glass', materials: ['glass'] },
  { id: 'printed-packaging', label: 'Label or printed packaging', materials: ['paper-board', 'plastic'] },
  { id: 'textile-web', label: 'Fabric or other web', materials: ['textile', 'plastic'] },
  { id: 'other', label: 'Something else', materials: materials.map(({ id }) => id) },
] as const satisfies readonly ProductKind[];

export type ProductKindId = (typeof productKinds)[number]['id'];
