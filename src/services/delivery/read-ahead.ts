/**
 * Loads things while those before them are handed on: in order, at most `most` of them waiting. Nothing more is begun once whoever
 * takes them stops or a load fails; what is under way then ends by itself, and its bytes are dropped.
 */
export async function* readAhead<Item, Loaded>(
  items: AsyncIterable<Item> | Iterable<Item>,
  load: (item: Item) => Promise<Loaded>,
  most: number,
): AsyncGenerator<Loaded> {
  const waiting: Promise<Loaded>[] = [];
  for await (const item of items) {
    const loading = load(item);
    // Reported when its turn comes; until then it is nobody's.
    loading.catch(() => {});
    waiting.push(loading);
    if (waiting.length > most) yield await waiting.shift()!;
  }
  for (const loading of waiting) yield await loading;
}
