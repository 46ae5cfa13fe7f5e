import { parseArgs } from 'node:util';
import { runFaults, type FaultsResult } from './remote/run-faults.ts';
import { makeWorkplace } from './remote/workplace.ts';

// Random faults of every kind, and processes that are killed on the way: what became of the jobs and the money.
//
// Three processes share one database. When so many jobs have ended, by the seed: any process is killed with -9 and started again (an
// eighth as often as there are jobs), all of them at one moment, or the account is locked. The emulator gives a share of the requests
// a fault each, from its seed (tools/fal-emulator/faults/mixed-faults.ts). The product's own times hold; what is waited for in
// vain, such as a program that is dead, is put behind (remote/pass-silence.ts). A message is not lost for good together with the
// answer to its request: nobody could know of that picture, and the product orders it again after fifteen minutes.
//
//   jobs        ordered
//   candidates  pictures that came of them
//   duplicates  jobs with more than one candidate
//   bought      requests that were billed
//   boughtTwice the same request (same picture, words and seed) billed more than once
//   lost        jobs that did not end, and requests that ended well and were heard of, of jobs that neither have a picture
//               nor say why
//   wrongState  rows that contradict each other: a job that succeeded without a candidate or failed without a reason,
//               an open try of an ended job, money put aside for nothing, a sum of spending that is not the bill
const { values: options } = parseArgs({
  options: {
    jobs: { type: 'string', default: '100' },
    seed: { type: 'string', default: '1' },
    seeds: { type: 'string', default: '1' },
    rate: { type: 'string', default: '0.3' },
    full: { type: 'boolean', default: false },
    json: { type: 'boolean' },
  },
});
const jobs = options.full ? 500 : Number(options.jobs);
const kills = Math.ceil(jobs / 8);
const say = (line: string): void => console.error(line);

const results: FaultsResult[] = [];
for (let k = 0; k < Number(options.seeds); k++) {
  const place = await makeWorkplace();
  const seed = Number(options.seed) + k;
  const result = await runFaults(place, { seed, jobs, rate: Number(options.rate), kills, say }).finally(() =>
    place.close(),
  );
  say(JSON.stringify(result));
  results.push(result);
}
const sum = (key: keyof FaultsResult): number =>
  results.reduce((total, result) => total + Number(result[key]), 0);
const bad = sum('duplicates') + sum('boughtTwice') + sum('lost') + sum('wrongState');
console.log(
  JSON.stringify(
    results.length === 1
      ? results[0]
      : {
          seed: Number(options.seed),
          seeds: results.length,
          jobs: sum('jobs'),
          candidates: sum('candidates'),
          duplicates: sum('duplicates'),
          bought: sum('bought'),
          boughtTwice: sum('boughtTwice'),
          lost: sum('lost'),
          wrongState: sum('wrongState'),
          kills: sum('kills'),
          faults: sum('faults'),
        },
  ),
);
process.exit(bad === 0 ? 0 : 1);
