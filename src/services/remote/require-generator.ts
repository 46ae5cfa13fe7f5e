import { keyVariableOf } from '#adapters/generator/known-providers.ts';
import { AppError } from '#core/app-error.ts';
import type { Blueprint } from '#db/blueprints.ts';
import { findProject } from '#db/projects.ts';
import type { Trx } from '#db/schema.ts';
import type { Context } from '#context.ts';

/**
 * Whether the blueprint's pictures are made elsewhere. Throws AppError `not_ready` when they may not or cannot
 * be: no key, nothing may leave this machine, or the project has not allowed it.
 */
export async function requireGenerator(context: Context, trx: Trx, blueprint: Blueprint): Promise<boolean> {
  const { name } = blueprint.settings.generator;
  const generator = context.generators.get(name);
  if (generator === undefined) {
    throw new AppError(
      'not_ready',
      `This installation has no key for ${name}. Start it with ${keyVariableOf(name)}, or choose the built-in renderer in the settings.`,
    );
  }
  if (generator.remote === undefined) return false;
  if (generator.remote.isForbidden) {
    throw new AppError(
      'not_ready',
      'Nothing may leave this machine (NO_EGRESS is set). Choose the built-in renderer in the settings.',
    );
  }
  const project = await findProject(trx, blueprint.project_id);
  if (!project?.providers.includes(generator.remote.name)) {
    throw new AppError(
      'not_ready',
      `The project has not allowed ${name} yet: it would be sent the part of each photo around a defect. Allow it in the project’s settings first.`,
    );
  }
  return true;
}
