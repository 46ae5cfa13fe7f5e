import { keyVariableOf } from '#adapters/generator/known-providers.ts';
import { AppError } from '#core/app-error.ts';
import type { Blueprint } from '#db/blueprints.ts';
import { findProject } from '#db/projects.ts';
import type { Trx } from '#db/schema.ts';
import type { Context } from '#context.ts';
import type { RemoteGenerator } from './gate.ts';

/** What else there is to do, and what would leave the machine: parts of sentences. */
type Instead = { instead: string; sent: string };

const forPictures: Instead = {
  instead: 'choose the built-in renderer in the settings',
  sent: 'the part of each photo around a defect',
};
export const forGoldens: Instead = { instead: 'upload a photo', sent: 'your words' };

/**
 * Whether the blueprint's pictures are made elsewhere. Throws AppError `not_ready` when they may not or cannot
 * be: no key, nothing may leave this machine, or the project has not allowed it.
 */
export async function requireGenerator(context: Context, trx: Trx, blueprint: Blueprint): Promise<boolean> {
  const { name } = blueprint.settings.generator;
  const generator = context.generators.get(name);
  if (generator !== undefined && generator.remote === undefined) return false;
  await requireProvider(context, trx, blueprint, name, forPictures);
  return true;
}

/** A provider that may be asked for the blueprint. Throws as above. */
export async function requireProvider(
  context: Pick<Context, 'generators'>,
  trx: Trx,
  blueprint: Blueprint,
  name: string,
  { instead, sent }: Instead,
): Promise<RemoteGenerator> {
  const generator = context.generators.get(name);
  const remote = generator?.remote;
  if (generator === undefined || remote === undefined) {
    throw new AppError(
      'not_ready',
      `This installation has no key for ${name}. Start it with ${keyVariableOf(name)}, or ${instead}.`,
    );
  }
  if (remote.isForbidden) {
    throw new AppError(
      'not_ready',
      `Nothing may leave this machine (NO_EGRESS is set). ${instead[0]!.toUpperCase()}${instead.slice(1)}.`,
    );
  }
  const project = await findProject(trx, blueprint.project_id);
  if (!project?.providers.includes(remote.name)) {
    throw new AppError(
      'not_ready',
      `The project has not allowed ${name} yet: it would be sent ${sent}. Allow it in the project’s settings first.`,
    );
  }
  return { ...generator, remote };
}
