import { parseArgs } from 'node:util';

// Pages without a live view: each reads the board every two seconds, spread evenly over them. Says when each saw one
// picture more.
const { values: options } = parseArgs({
  options: {
    product: { type: 'string', default: '' },
    blueprint: { type: 'string', default: '' },
    clients: { type: 'string', default: '1' },
    every: { type: 'string', default: '2000' },
  },
});
const clients = Number(options.clients);
const every = Number(options.every);
type Board = { cells: { counts: { undecided: number } }[] };

/** By the number of candidates that were seen for the first time: when each client saw them. */
const times: Record<string, string[]> = {};
for (let client = 0; client < clients; client++) {
  let known: number | null = null;
  const look = async (): Promise<void> => {
    const answer = await fetch(`${options.product}/api/v1/blueprints/${options.blueprint}`);
    const { cells } = (await answer.json()) as Board;
    const count = cells.reduce((sum, { counts }) => sum + counts.undecided, 0);
    const at = String(process.hrtime.bigint());
    for (let number = known ?? count; number < count; number++) (times[number + 1] ??= []).push(at);
    known = count;
  };
  setTimeout(
    () => {
      setInterval(() => void look().catch(() => {}), every);
      void look().catch(() => {});
    },
    (client * every) / clients,
  );
}

process.on('message', (message) => {
  if (message === 'end') process.exit();
  process.send?.(times);
});
console.log('the clients are ready');
