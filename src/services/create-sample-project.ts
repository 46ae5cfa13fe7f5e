import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { suggestDefects } from '#core/template/suggest-defects.ts';
import { withLock } from '#db/advisory-lock.ts';
import { eraseProject, firstProject, insertProject, renameProject } from '#db/projects.ts';
import type { Context } from '#context.ts';
import { addDefects } from './add-defects.ts';
import { addGolden } from './add-golden.ts';
import { createBlueprint } from './create-blueprint.ts';

const actor = 'sample';

const samples = [
  { name: 'Glass vial', productKind: 'glass-container', material: 'glass', files: ['vial-a.jpg'] },
  { name: 'Wall tile', productKind: 'ceramic-tile', material: 'ceramic', files: ['tile-a.jpg'] },
  { name: 'Spur gear', productKind: 'machined-part', material: 'steel', files: ['gear-a.jpg'] },
  {
    name: 'Control box RR-207',
    productKind: 'electronics-housing',
    material: 'plastic',
    files: ['case-a.jpg', 'case-b.jpg'],
  },
  {
    name: 'Pipe flange',
    productKind: 'machined-part',
    material: 'aluminium',
    files: ['flange-a.jpg', 'flange-b.jpg'],
  },
];

/** The name while it is being made: a program that is killed meanwhile begins anew at its next start. */
const unfinished = 'Sample project (not finished)';

/**
 * On an empty database: one project with a blueprint for each sample product, ready to be generated.
 * Programs that start on one database at the same time take turns, so that one of them makes it.
 */
export async function createSampleProject(context: Context, folder: string): Promise<void> {
  await withLock(context.db, 'sample project', () => createOnce(context, folder));
}

async function createOnce(context: Context, folder: string): Promise<void> {
  const leftover = await firstProject(context.db, unfinished);
  if (leftover === undefined && (await firstProject(context.db)) !== undefined) return;
  if (leftover !== undefined) {
    await context.db.transaction().execute((trx) => eraseProject(trx, leftover.id));
  }
  const projectId = randomUUID();
  await insertProject(context.db, { id: projectId, name: unfinished });
  const families = context.families.map((family) => family.name);
  for (const { files, ...product } of samples) {
    const blueprint = await createBlueprint(context, { projectId, ...product }, actor);
    for (const file of files) {
      await addGolden(
        context,
        blueprint.id,
        { name: file, bytes: await readFile(join(folder, file)) },
        actor,
      );
    }
    await addDefects(context, blueprint.id, suggestDefects(product, families).slice(0, 5), actor);
  }
  await renameProject(context.db, projectId, 'Sample project');
}
