import { randomUUID } from 'node:crypto';
import { unspecifiedParameters } from '#core/prompt/parameters.ts';
import { understandPrompt } from '#core/prompt/understand-prompt.ts';
import { whyImpossible } from '#core/template/impossible-defects.ts';
import type { Blueprint } from '#db/blueprints.ts';
import { insertCells } from '#db/cells.ts';
import { insertPrompts } from '#db/prompts.ts';
import type { DefectRow, GoldenRow, Trx } from '#db/schema.ts';
import type { Context } from '#context.ts';

/** `promptedAt`: when its prompt was written, if not now. */
type NewColumn = Pick<DefectRow, 'id' | 'prompt' | 'family'> & { promptedAt?: Date };

/**
 * Every golden image with every defect: the cell, and the first node of its prompt lineage. What the
 * material cannot show (rust on glass) starts as impossible; the pages say why, and a user may activate it.
 */
export async function createCells(
  context: Pick<Context, 'families'>,
  trx: Trx,
  blueprint: Blueprint,
  goldens: Pick<GoldenRow, 'id'>[],
  defects: NewColumn[],
  actor: string,
): Promise<void> {
  const cells = goldens.flatMap((golden) => defects.map((defect) => ({ id: randomUUID(), golden, defect })));
  await insertCells(
    trx,
    cells.map(({ id, golden, defect }) => ({
      id,
      blueprint_id: blueprint.id,
      golden_id: golden.id,
      defect_id: defect.id,
      target: blueprint.settings.targetPerCell,
      state: whyImpossible(defect.family, blueprint.material) === null ? 'active' : 'impossible',
    })),
  );
  const parameters = new Map(
    defects.map((defect) => [defect.id, understandPrompt(defect.prompt, context.families).parameters]),
  );
  await insertPrompts(
    trx,
    cells.map(({ id, defect }) => ({
      id: randomUUID(),
      cellId: id,
      text: defect.prompt,
      parameters: parameters.get(defect.id) ?? unspecifiedParameters,
      origin: 'initial',
      author: actor,
      parentIds: [],
      createdAt: defect.promptedAt,
    })),
  );
}
