import { randomUUID } from 'node:crypto';
import { datasetOptionsKey, readDatasetOptions } from '#core/dataset/dataset-options.ts';
import { requestVersion } from '#db/dataset-versions.ts';
import { appendEvent } from '#db/events.ts';
import type { Context } from '#context.ts';
import { inBlueprint } from '../in-blueprint.ts';
import { requireRelease } from '../read-release.ts';
import { readDataset, type DatasetVersion } from './read-dataset.ts';

/** Asks for a version of a release: made in the background, unless it is there. Throws `not_found` and `bad_request`. */
export async function requestDataset(
  context: Context,
  blueprintId: string,
  release: number,
  given: Parameters<typeof readDatasetOptions>[0],
  actor: string,
): Promise<DatasetVersion> {
  const options = readDatasetOptions(given);
  const id = await inBlueprint(context, blueprintId, async (trx) => {
    const found = await requireRelease(trx, blueprintId, release);
    const version = await requestVersion(trx, {
      id: randomUUID(),
      blueprint_id: blueprintId,
      release_id: found.id,
      options: JSON.stringify(options),
      options_key: datasetOptionsKey(options),
    });
    if (version.queued) {
      const payload = { versionId: version.id, state: 'queued' };
      await appendEvent(trx, { blueprintId, type: 'dataset_changed', actor, payload });
    }
    return version.id;
  });
  return readDataset(context, id);
}
