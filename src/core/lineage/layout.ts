/** `parentIds`: what it came from, the one whose text it continues first. */
export type GraphNode = { readonly id: string; readonly parentIds: readonly string[] };

/** A line from a child down to its parent: along `lane` past the rows between. */
export type GraphEdge = {
  readonly childId: string;
  readonly parentId: string;
  readonly childRow: number;
  readonly parentRow: number;
  readonly lane: number;
  /** 0: the parent whose text it continues. */
  readonly position: number;
};

export type GraphLayout = {
  /** The place of each node from the left, in the order that was given. */
  readonly lanes: number[];
  /** How many steps each is from a beginning, by the longest way. */
  readonly generations: number[];
  readonly edges: GraphEdge[];
  readonly width: number;
};

/**
 * Puts a history into rows and lanes. `nodes` come newest first, so that children stand above their parents; each is
 * one row. Lines of different parents never share a lane in the same row. A parent that is not among the nodes is left
 * out: its children begin there.
 */
export function layoutHistory(nodes: readonly GraphNode[]): GraphLayout {
  const rowOf = new Map(nodes.map((node, row) => [node.id, row]));
  /** The parent that each lane runs down to. */
  const heading: (string | null)[] = [];
  const lanes: number[] = [];
  const edges: GraphEdge[] = [];
  let width = nodes.length === 0 ? 0 : 1;
  const freeLane = (): number => {
    const free = heading.indexOf(null);
    return free === -1 ? heading.push(null) - 1 : free;
  };
  nodes.forEach((node, row) => {
    const own = heading.indexOf(node.id);
    const lane = own === -1 ? freeLane() : own;
    if (own !== -1) heading[own] = null;
    lanes.push(lane);
    const known = [...new Set(node.parentIds)].filter((id) => (rowOf.get(id) ?? -1) > row);
    known.forEach((parentId, position) => {
      let way = heading.indexOf(parentId);
      if (way === -1) {
        way = position === 0 && heading[lane] === null ? lane : freeLane();
        heading[way] = parentId;
      }
      edges.push({
        childId: node.id,
        parentId,
        childRow: row,
        parentRow: rowOf.get(parentId)!,
        lane: way,
        position: node.parentIds.indexOf(parentId),
      });
    });
    width = Math.max(width, lane + 1, ...edges.slice(-known.length || edges.length).map((e) => e.lane + 1));
  });
  return { lanes, generations: generationsOf(nodes, rowOf), edges, width };
}

function generationsOf(nodes: readonly GraphNode[], rowOf: ReadonlyMap<string, number>): number[] {
  const generations = nodes.map(() => 0);
  for (let row = nodes.length - 1; row >= 0; row--) {
    for (const parentId of nodes[row]!.parentIds) {
      const parentRow = rowOf.get(parentId) ?? -1;
      if (parentRow > row) generations[row] = Math.max(generations[row]!, generations[parentRow]! + 1);
    }
  }
  return generations;
}
