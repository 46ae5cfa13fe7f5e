import { type BoardView, getBoard, listBlueprints } from '#contract/blueprint.ts';
import { call } from './api.ts';

/** The matrix of one of the sample project's blueprints. */
export async function boardOf(address: string, name: string): Promise<BoardView> {
  const { blueprints } = await call(address, listBlueprints);
  const blueprintId = blueprints.find((blueprint) => blueprint.name === name)!.id;
  return call(address, getBoard, { params: { blueprintId } });
}
