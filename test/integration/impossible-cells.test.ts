import { expect, test } from 'vitest';
import { createBlueprint, getBoard } from '#contract/blueprint.ts';
import { changeCells } from '#contract/cell.ts';
import { addDefects } from '#contract/defect.ts';
import { addGoldens } from '#contract/golden.ts';
import { call, fileForm } from '../support/api.ts';
import { samplePhoto } from '../support/blueprint.ts';
import { startTestServer } from '../support/test-server.ts';

const { address } = await startTestServer();

test('what the material cannot show starts as impossible, whichever comes first, and can be activated', async () => {
  const { id } = await call(address, createBlueprint, {
    body: { name: 'Vial', productKind: 'glass-container', material: 'glass' },
  });
  const params = { blueprintId: id };
  const addPhoto = async (name: string): Promise<void> =>
    void (await call(address, addGoldens, { params, body: fileForm('file', name, await samplePhoto(name)) }));
  const states = async (): Promise<string[]> => {
    const { cells, defects } = await call(address, getBoard, { params });
    return cells.map((cell) => {
      const defect = defects.find((candidate) => candidate.id === cell.defectId);
      return `${defect?.name} ${cell.state}`;
    });
  };

  await addPhoto('vial-a.jpg');
  const defects = ['dent', 'scratch'].map((family) => ({ name: family, family }));
  await call(address, addDefects, { params, body: { defects } });
  expect((await states()).toSorted()).toEqual(['dent impossible', 'scratch active']);
  await addPhoto('tile-a.jpg');
  expect((await states()).toSorted()).toEqual([
    'dent impossible',
    'dent impossible',
    'scratch active',
    'scratch active',
  ]);

  const { cells } = await call(address, getBoard, { params });
  const cellIds = cells.filter((cell) => cell.state === 'impossible').map((cell) => cell.id);
  await call(address, changeCells, { params, body: { cellIds, state: 'active' } });
  expect(await states()).not.toContain('dent impossible');
});
