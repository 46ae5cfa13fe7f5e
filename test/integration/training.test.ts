import { execFile, spawnSync } from 'node:child_process';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import { unpackRegion } from '#core/annotation/packed-region.ts';
import { regionsToMask } from '#core/annotation/region.ts';
import type { Dataset } from '#core/dataset/dataset.ts';
import { exportFormats } from '#core/dataset/export-format.ts';
import { choicesOf } from '#core/dataset/format-options.ts';
import { cocoInstances } from '#core/dataset/formats/coco/coco-instances.ts';
import { datasetArbitrary } from '#core/dataset/formats/sample-pictures.ts';
import { runCli } from '../support/run-cli.ts';
import { makeTemporaryFolder } from '../support/temporary-folder.ts';

// docs/training.md: what it says is compiled, and run where Python has what it takes.

const here = (path: string): string => fileURLToPath(new URL(`../../${path}`, import.meta.url));
const python = pythonWith('import numpy, PIL');
const torchPython = pythonWith('import numpy, PIL, torch');
const folder = join(await makeTemporaryFolder(), 'parts');

/** The first Python that can do that, or null, with a word on what is left out. */
function pythonWith(imports: string): string | null {
  const found = ['python3', '/usr/bin/python3'].find((one) => spawnSync(one, ['-c', imports]).status === 0);
  if (found === undefined) process.stderr.write(`Left out: no Python here can "${imports}".\n`);
  return found ?? null;
}

function runPython(program: string, ...args: string[]): Promise<{ stdout: string }> {
  // Nothing is written beside the sources.
  return promisify(execFile)(program, ['-B', ...args]);
}

beforeAll(async () => {
  const made = ['make', '-g', here('samples/case-a.jpg'), here('samples/tile-a.jpg'), '--size', '128'];
  made.push(
    '-d',
    'scratch',
    'stain',
    '-n',
    '2',
    '--together',
    '0.5',
    '--include-good',
    '--split',
    '60,20,20',
  );
  const { status, stderr } = await runCli([...made, '-f', exportFormats.join(','), '-o', folder]);
  expect(status, stderr).toBe(0);
});

test.skipIf(python === null)('every snippet of the page and every file that it names compiles', async () => {
  const page = await readFile(here('docs/training.md'), 'utf8');
  const snippets = [...page.matchAll(/^```python\n(.*?)^```$/gms)].map((match) => match[1]!);
  expect(snippets.length).toBeGreaterThan(5);
  const files = (await readdir(here('docs/training'))).filter((name) => name.endsWith('.py'));
  for (const name of files) {
    expect(page).toContain(`training/${name}`);
    snippets.push(await readFile(here(`docs/training/${name}`), 'utf8'));
  }
  const compile = 'import json, sys\nfor text in json.loads(sys.argv[1]): compile(text, "snippet", "exec")';
  await runPython(python!, '-c', compile, JSON.stringify(snippets));
});

test('the page uses formats and options that there are', async () => {
  const page = await readFile(here('docs/training.md'), 'utf8');
  const calls = [...page.matchAll(/^npx redrabbit (make|export|pull) .*--format (\S+)/gm)];
  expect(calls.length).toBeGreaterThan(8);
  for (const [call, , formats] of calls) {
    expect(
      formats!.split(',').every((format) => (exportFormats as string[]).includes(format)),
      call,
    ).toBe(true);
  }
});

test.skipIf(python === null)('decode_mask.py gives the mask back, however COCO has it', async () => {
  const cases = fc.sample(datasetArbitrary, 30).flatMap(segmentations);
  expect(cases.length).toBeGreaterThan(100);
  const path = join(folder, '../masks.json');
  await writeFile(path, JSON.stringify(cases));
  const compare = `import json, sys
sys.path.insert(0, sys.argv[1])
from decode_mask import decode_mask
for one in json.load(open(sys.argv[2])):
    mask = decode_mask(one["segmentation"], one["height"], one["width"])
    assert (mask.ravel() * 255).tolist() == one["mask"], one`;
  await runPython(python!, '-c', compare, here('docs/training'), path);
});

/** Every instance of a dataset in every way that COCO can have it, and its mask. */
function segmentations(dataset: Dataset): object[] {
  return choicesOf('cocoSegmentation').flatMap((cocoSegmentation) =>
    dataset.images.flatMap(({ id, split, width, height, instances }) => {
      const text = [...cocoInstances(dataset, split, { outlines: 'exact', cocoSegmentation })].join('');
      const { annotations } = JSON.parse(text) as {
        annotations: { image_id: number; segmentation: unknown }[];
      };
      return annotations
        .filter((annotation) => annotation.image_id === id)
        .map(({ segmentation }, index) => {
          const { data } = regionsToMask([unpackRegion(instances[index]!.region)], width, height);
          return { segmentation, width, height, mask: [...data] };
        });
    }),
  );
}

describe('a dataset in every format', () => {
  test.skipIf(python === null)(
    'is read as the libraries read it, and each finds the same masks',
    async () => {
      const { stdout } = await runPython(python!, here('test/python/read_layouts.py'), folder);
      const compared = JSON.parse(stdout) as Record<string, number>;
      expect(Object.values(compared).every((count) => count >= 8)).toBe(true);
      // Read by a library of its own, or looked at as a whole, in the tests of their formats.
      const elsewhere = ['croissant', 'pairs', 'parquet'];
      expect([...Object.keys(compared), ...elsewhere].sort()).toEqual([...exportFormats].sort());
    },
  );

  test.skipIf(torchPython === null)('trains the net of the page: its loss falls', async () => {
    const script = here('docs/training/train_pytorch.py');
    const { stdout } = await runPython(torchPython!, script, folder, '--epochs', '4');
    const losses = [...stdout.matchAll(/^epoch \d+: loss (\d+\.\d+)$/gm)].map((match) => Number(match[1]));
    expect(losses.length).toBe(4);
    expect(losses.at(-1)).toBeLessThan(0.9 * losses[0]!);
  });
});
