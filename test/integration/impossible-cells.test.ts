import { expect, test } from 'vitest';
import { createBlueprint, getBoard } from '#contract/blueprint.ts';
import { changeCells } from '#contract/cell.ts';
import { addDefects } from '#contract/defect.ts';
import { listEvents } from '#contract/event.ts';
import { addGoldens } from '#contract/golden.ts';
import { exportLineage } from '#contract/lineage.ts';
import { call, fileForm } from '../support/api.ts';
import { makeBlueprint, samplePhoto } from '../support/blueprint.ts';
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
  await call(address, changeCells, {
    params,
    body: { cellIds, state: 'active', stateReason: 'Seen in the field' },
  });
  expect(await states()).not.toContain('dent impossible');
});

test('a state keeps its reason until it changes, and says it wherever the cell is listed', async () => {
  const board = await makeBlueprint(address, { photos: ['tile-a.jpg'], defects: ['scratch', 'stain'] });
  const params = { blueprintId: board.blueprint.id };
  const cellIds = board.cells.map((cell) => cell.id);
  const change = async (body: object): Promise<(string | null)[]> => {
    await call(address, changeCells, { params, body: { cellIds, ...body } });
    return (await call(address, getBoard, { params })).cells.map((cell) => cell.stateReason);
  };
  expect(await change({ state: 'skipped', stateReason: 'Line 2 only' })).toEqual([
    'Line 2 only',
    'Line 2 only',
  ]);
  expect(await change({ target: 3, state: 'skipped' })).toEqual(['Line 2 only', 'Line 2 only']);
  expect(await change({ cellIds: [cellIds[0]], stateReason: ' ' })).toEqual([null, 'Line 2 only']);
  const lineage = { params: { cellId: cellIds[1]! } };
  expect(await call(address, exportLineage, lineage)).toMatchObject({
    state: 'skipped',
    stateReason: 'Line 2 only',
  });
  expect(await change({ state: 'active' })).toEqual([null, null]);
  const { events } = await call(address, listEvents, { params });
  expect(events.find(({ type }) => type === 'cells_changed')?.payload).toMatchObject({
    stateReason: 'Line 2 only',
  });
  await expect(change({ stateReason: 'x'.repeat(501) })).rejects.toThrow(/500/);
});
