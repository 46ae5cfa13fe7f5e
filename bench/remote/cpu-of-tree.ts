import { readdirSync, readFileSync } from 'node:fs';

/** CPU time, ms, of a process and all its children, those that have ended included. Linux only; 0 elsewhere. */
export function cpuOfTree(pid: number): number {
  const stats = readStats();
  const own = stats.get(pid);
  if (own === undefined) return 0;
  const children = [...stats.entries()].filter(([, { parent }]) => parent === pid);
  return children.reduce((sum, [child]) => sum + cpuOfTree(child), own.ms);
}

function readStats(): Map<number, { parent: number; ms: number }> {
  const stats = new Map<number, { parent: number; ms: number }>();
  let names: string[] = [];
  try {
    names = readdirSync('/proc').filter((name) => /^\d+$/.test(name));
  } catch {
    return stats;
  }
  for (const name of names) {
    try {
      // After the name in brackets: state, parent, …; fields 14 to 17 are ticks of 10 ms, the ended children's included.
      const fields = readFileSync(`/proc/${name}/stat`, 'utf8').split(') ').at(-1)!.split(' ');
      const ticks = fields.slice(11, 15).reduce((sum, field) => sum + Number(field), 0);
      stats.set(Number(name), { parent: Number(fields[1]), ms: ticks * 10 });
    } catch {
      // It has ended since the folder was read.
    }
  }
  return stats;
}
