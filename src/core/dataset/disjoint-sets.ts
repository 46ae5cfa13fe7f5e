/** Sets of the numbers below `length`, each alone at first. */
export type DisjointSets = {
  /** The smallest number of its set. */
  root(index: number): number;
  join(one: number, other: number): void;
};

export function createDisjointSets(length: number): DisjointSets {
  const parents = Uint32Array.from({ length }, (_, index) => index);
  const root = (index: number): number => {
    let at = index;
    while (parents[at] !== at) {
      parents[at] = parents[parents[at]!]!;
      at = parents[at]!;
    }
    return at;
  };
  return {
    root,
    join(one, other) {
      const [a, b] = [root(one), root(other)];
      parents[Math.max(a, b)] = Math.min(a, b);
    },
  };
}
