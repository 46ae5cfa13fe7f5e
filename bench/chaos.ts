import { parseArgs } from 'node:util';
import { hasRadosgw } from '../test/support/radosgw.ts';
import { type ChaosResult, runChaos } from './chaos/run-chaos.ts';

// A plant in which everything fails: two web and three worker processes on PostgreSQL and S3. Half of the jobs are drawn by the
// renderer, half bought from the emulator, whose messages come twice, late, early or in another order now and then. When so
// many jobs have ended, by the seed: any process is killed with -9 and started again; PostgreSQL is stopped, or crashes;
// S3 refuses, or loses connections, for 10 s (less where there are fewer jobs than 500). Pages follow the events all the time, one
// for each blueprint that hops between the web processes and one that stays until it is cut off, and somebody uploads pictures and
// decides on them. Exit status 1 when any number of the first block is not 0.
//
//   lost          jobs that did not end
//   failed        jobs that ended without a picture: nothing that happens here may take ten tries
//   endedTwice    jobs with more than one end in their history, good try or candidate
//   wrongState    rows that contradict each other, see remote/count-contradictions.ts
//   boughtTwice   the same request (picture, words and seed) billed more than once
//   missedEvents  events of the history that a page was not told, or was told differently
//   outOfOrder    events that a page was told again, or after a gap
//   forgotten     acknowledged uploads and decisions that are not there
//   unexplained   answers to uploads and decisions that are neither good nor a sentence about database or storage
//   wrongObjects  files that a row names, and that S3 does not have with this hash
//   ended         processes that ended by themselves
//
//   acknowledged  uploads and decisions that were answered well
//   refused       uploads and decisions that were cut off or refused
//   objects       files that were compared
//   kills, databaseRestarts
//   visits        times that a page came to a web process
const wrongWhenFound = [
  'lost',
  'failed',
  'endedTwice',
  'wrongState',
  'boughtTwice',
  'missedEvents',
  'outOfOrder',
  'forgotten',
  'unexplained',
  'wrongObjects',
  'ended',
] as const satisfies (keyof ChaosResult)[];

const { values: options } = parseArgs({
  options: {
    jobs: { type: 'string', default: '40' },
    seed: { type: 'string', default: '1' },
    seeds: { type: 'string', default: '1' },
    full: { type: 'boolean', default: false },
    json: { type: 'boolean' },
  },
});
if (!hasRadosgw()) {
  console.error('It needs an S3 server: install the packages ceph-mon, ceph-osd, radosgw and ceph-common.');
  process.exit(2);
}
const jobs = options.full ? 500 : Number(options.jobs);
const began = performance.now();
const say = (line: string): void =>
  console.error(`${((performance.now() - began) / 1000).toFixed(0).padStart(4)} s  ${line}`);

const results: ChaosResult[] = [];
for (let k = 0; k < Number(options.seeds); k++) {
  const result = await runChaos({ seed: Number(options.seed) + k, jobs, say });
  say(JSON.stringify(result));
  results.push(result);
}
const sum = (key: keyof ChaosResult): number => results.reduce((total, result) => total + result[key], 0);
const keys = Object.keys(results[0]!) as (keyof ChaosResult)[];
console.log(
  JSON.stringify({
    ...Object.fromEntries(keys.map((key) => [key, sum(key)])),
    seed: Number(options.seed),
    ...(results.length > 1 && { seeds: results.length }),
  }),
);
process.exit(wrongWhenFound.some((key) => sum(key) > 0) ? 1 : 0);
