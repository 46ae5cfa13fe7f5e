import type { DatasetFiles, Problem } from '#core/dataset/dataset-files.ts';
import { splitNames } from '#core/dataset/dataset.ts';
import { isSame } from '../is-same.ts';

import { checkBinaryMask } from '../check-binary-mask.ts';

/** The last three columns are paths, and paths of ours need no quotes. */
const row = /^(?:train|val|test),(good|defect),.*,(images\/[^,"]+),(goldens\/[^,"]+),(changes\/[^,"]+)$/s;

/** Three files of the same name and size for every row, and a row for every one of them. */
export async function checkPairs(files: DatasetFiles): Promise<Problem[]> {
  const problems: Problem[] = [];
  const complain = (path: string, message: string): unknown => problems.push({ path, message });
  if (!files.paths.has('pairs.csv')) return [{ path: 'pairs.csv', message: 'It is missing.' }];
  const [, ...lines] = (await files.readText('pairs.csv')).split(
    new RegExp(`\\n(?=(?:${splitNames.join('|')}),(?:good|defect),|$)`),
  );
  const listed = new Set<string>();
  for (const [index, line] of lines.entries()) {
    if (line === '' && index === lines.length - 1) continue;
    const [, kind, picture = '', golden = '', change = ''] = row.exec(line) ?? [];
    const pair = [picture, golden];
    const missing = [...pair, change].find((path) => !files.paths.has(path));
    if (missing !== undefined) {
      complain(
        'pairs.csv',
        `Pair ${index + 1} names ${missing === '' ? 'no three files' : `${missing}, which is missing`}.`,
      );
      continue;
    }
    for (const path of [golden, change]) listed.add(path);
    const [one, other] = await Promise.all(pair.map((path) => files.measurePicture(path)));
    if (one && other && !isSame(one, other)) complain(golden, `It does not have the size of ${picture}.`);
    const holds = kind === 'good' ? 'nothing' : 'something';
    await checkBinaryMask(files, { path: change, beside: picture, holds }, complain);
  }
  for (const path of files.paths) {
    if (/^(goldens|changes)\//.test(path) && !listed.has(path)) complain(path, 'It is in no pair.');
  }
  return problems;
}
