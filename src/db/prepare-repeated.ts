import type { ClientBase, QueryResult } from 'pg';

/** From its third time on a statement is worth its plan's memory, as long as there are not too many of them. */
const timesBefore = 2;
const mostStatements = 150;
/** What has no plan is shorter to say as it is. */
const unplanned: ReadonlySet<unknown> = new Set(['commit', 'rollback']);
/** Longer texts are lists of rows, and not the same again. */
const longestText = 10_000;

/** Of each text, how often it was asked by this process, on any connection. */
const asked = new Map<string, number>();
const names = new Map<string, string>();

/**
 * From now on the connection prepares what is asked again and again: the database reads and plans each such statement once,
 * which is half of what short statements cost it.
 */
export function prepareRepeated(client: ClientBase): void {
  const query = client.query.bind(client) as (...args: unknown[]) => Promise<QueryResult>;
  client.query = ((text: unknown, values: unknown, ...rest: unknown[]) => {
    const isPlain =
      typeof text === 'string' && Array.isArray(values) && rest.length === 0 && !unplanned.has(text);
    const name = isPlain ? nameOf(text) : undefined;
    return name === undefined ? query(text, values, ...rest) : query({ name, text, values });
  }) as typeof client.query;
}

function nameOf(text: string): string | undefined {
  const known = names.get(text);
  if (known !== undefined) return known;
  // A newer program may add a column while this one runs: a plan for all columns would fail from then on.
  if (
    names.size >= mostStatements ||
    text.length > longestText ||
    /select \*|returning \*|\.\*/i.test(text)
  ) {
    return undefined;
  }
  const times = (asked.get(text) ?? 0) + 1;
  // What is asked once is not remembered for ever.
  if (asked.size > 10 * mostStatements) asked.clear();
  asked.set(text, times);
  if (times <= timesBefore) return undefined;
  asked.delete(text);
  const name = `s${names.size}`;
  names.set(text, name);
  return name;
}
