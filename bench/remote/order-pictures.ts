import sharp from 'sharp';
import { changeBlueprint, createBlueprint, getBoard } from '#contract/blueprint.ts';
import { addDefects } from '#contract/defect.ts';
import { addGoldens } from '#contract/golden.ts';
import { generate } from '#contract/job.ts';
import { changeProject, listProjects } from '#contract/provider.ts';
import { call, fileForm } from '../../test/support/api.ts';

/** Blueprints whose pictures fal makes unless it says otherwise, and an order of so many of them. */
export async function orderPictures(
  address: string,
  order: {
    jobs: number;
    blueprints: number;
    side: number;
    generator?: 'fal' | 'renderer';
    retry: { limit: number; delaySeconds: number; maxDelaySeconds: number };
  },
): Promise<{ blueprintIds: string[]; start(): Promise<void> }> {
  const photo = new Uint8Array(
    await sharp('samples/tile-a.jpg').resize(order.side, order.side).jpeg({ quality: 92 }).toBuffer(),
  );
  const { projects } = await call(address, listProjects);
  const params = { projectId: projects[0]!.id };
  await call(address, changeProject, { params, body: { providers: ['fal'] } });
  const blueprintIds: string[] = [];
  for (let k = 0; k < order.blueprints; k++) {
    const { id: blueprintId } = await call(address, createBlueprint, { body: { name: `Order ${k + 1}` } });
    const of = { params: { blueprintId } };
    await call(address, addGoldens, { ...of, body: fileForm('file', 'tile.jpg', photo) });
    await call(address, addDefects, { ...of, body: { defects: [{ name: 'Scratch', family: 'scratch' }] } });
    const settings = { generator: { name: order.generator ?? 'fal', model: null }, retry: order.retry };
    await call(address, changeBlueprint, { ...of, body: { settings } });
    blueprintIds.push(blueprintId);
  }
  return {
    blueprintIds,
    async start() {
      for (const [k, blueprintId] of blueprintIds.entries()) {
        const params = { blueprintId };
        const { cells } = await call(address, getBoard, { params });
        const share =
          Math.floor(((k + 1) * order.jobs) / order.blueprints) -
          Math.floor((k * order.jobs) / order.blueprints);
        // 500 pictures of a cell are the most in one order.
        for (let left = share; left > 0; left -= 500) {
          await call(address, generate, {
            params,
            body: { cellIds: [cells[0]!.id], count: Math.min(500, left) },
          });
        }
      }
    },
  };
}
