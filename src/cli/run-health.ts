import { splitNames } from '#core/dataset/dataset.ts';
import type { Health } from '#core/dataset/health/health.ts';
import { healthTable, leakSentence } from '#core/dataset/health/health-table.ts';
import { readHealth } from '#services/read-health.ts';
import { openReader } from '#open-reader.ts';
import type { HealthOptions } from './commands/health.ts';
import { findBlueprintId } from './find-blueprint.ts';
import { countPictures } from './report-make.ts';
import { readSettings } from './settings.ts';

/** `redrabbit health`. */
export async function runHealth(blueprint: string, options: HealthOptions): Promise<void> {
  const reader = await openReader(readSettings());
  try {
    const health = await readHealth(reader, await findBlueprintId(reader.db, blueprint), {
      split: options.split,
      groupBy: options.groupBy,
      holdOut: options.holdOut,
      good: options.good,
      unreviewed: options.allowUnreviewed === true,
      release: options.release,
    });
    console.log(options.json === true ? JSON.stringify(health) : describe(health));
  } finally {
    await reader.close();
  }
}

function describe(health: Health): string {
  const { pictures, findings } = health;
  const shares = splitNames.map((name) => `${name} ${pictures[name]}`).join(', ');
  const table = healthTable(health);
  const widths = table[0]!.map((_, column) => Math.max(...table.map((row) => row[column]!.length)));
  return [
    `${countPictures(pictures.train + pictures.val + pictures.test)} (${shares})`,
    '',
    ...table.map((row) =>
      row
        .map((cell, column) => cell.padEnd(widths[column]!))
        .join('  ')
        .trimEnd(),
    ),
    '',
    leakSentence(health),
    ...findings.map((finding) => `note: ${finding}`),
  ].join('\n');
}
