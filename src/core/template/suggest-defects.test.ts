import { describe, expect, it } from 'vitest';
import { understandPrompt } from '../prompt/understand-prompt.ts';
import { defectCatalogue as catalogue } from './catalogue.ts';
import { materials, productKinds } from './kinds.ts';
import { whyImpossible } from './impossible-defects.ts';
import { suggestDefects } from './suggest-defects.ts';

const families =
  'scratch dent crack stain abrasion scuff pit burr rust discoloration deformation chip missing-material contamination print-smudge missing-print label-misalignment texture'.split(
    ' ',
  );
const combinations = productKinds.flatMap((kind) =>
  materials.map((material) => [kind.id, material.id] as const),
);

describe('the catalogue', () => {
  it('has stable, distinct ids, and materials that exist', () => {
    for (const choices of [productKinds, materials]) {
      const ids = choices.map(({ id }) => id);
      expect(new Set(ids).size).toBe(ids.length);
      for (const id of ids) expect(id).toMatch(/^[a-z]+(-[a-z]+)*$/);
    }
  });

  it('names every family of the renderer, and no other', () => {
    expect(new Set(catalogue.map(({ family }) => family))).toEqual(new Set(families));
  });

  it('has no defect twice for one product', () => {
    const keys = catalogue.flatMap(({ name, kinds = ['any'], materials: on = ['any'] }) =>
      kinds.flatMap((kind) => on.map((material) => `${name} of ${kind} in ${material}`)),
    );
    expect(keys.filter((key, i) => keys.indexOf(key) !== i)).toEqual([]);
  });

  it.each(catalogue.map((entry) => [entry.prompt, entry] as const))(
    'has a prompt that reads completely: %s',
    (prompt, entry) => {
      const reading = understandPrompt(
        prompt,
        families.map((name) => ({ name, words: [] })),
      );
      expect(reading.family).toBe(entry.family);
      expect(reading.notUnderstood).toEqual([]);
      expect(reading.understood.length).toBeGreaterThan(0);
    },
  );

  it('gives every defect a sentence of its own as the reason', () => {
    const reasons = catalogue.map(({ reason }) => reason);
    expect(new Set(reasons).size).toBe(reasons.length);
    for (const reason of reasons) expect(reason).toMatch(/^[A-Z].{40,170}\.$/);
  });

  it('lists no defect only on materials that cannot have it', () => {
    for (const { name, family, materials: on = [] } of catalogue) {
      for (const material of on) expect(whyImpossible(family, material), `${name} on ${material}`).toBeNull();
    }
  });
});

describe('suggestDefects', () => {
  it.each(combinations)('offers at least four possible defects for %s in %s', (productKind, material) => {
    const suggestions = suggestDefects({ productKind, material }, families);
    const names = suggestions.map(({ name }) => name);
    expect(suggestions.length).toBeGreaterThanOrEqual(4);
    expect(new Set(names).size).toBe(names.length);
    for (const { family } of suggestions) expect(whyImpossible(family, material)).toBeNull();
    expect(suggestDefects({ productKind, material }, families)).toEqual(suggestions);
  });

  it.each(
    productKinds.filter(({ id }) => id !== 'other').map((kind) => [kind.id, kind.materials[0]] as const),
  )('knows at least three defects of its own for %s in %s', (productKind, material) => {
    const general = suggestDefects({ productKind: null, material }, families).map(({ reason }) => reason);
    const own = suggestDefects({ productKind, material }, families).filter(
      ({ reason }) => !general.includes(reason),
    );
    expect(own.length).toBeGreaterThanOrEqual(3);
  });

  it('puts what is common on this kind of product first', () => {
    const suggestions = suggestDefects({ productKind: 'casting', material: 'aluminium' }, families);
    expect(suggestions[0]).toMatchObject({ name: 'Hot tear', family: 'crack', expected: 'common' });
    expect(suggestions.find(({ name }) => name === 'Handling dent')?.reason).toContain('Castings');
  });

  it('never dents glass, and says why', () => {
    const suggestions = suggestDefects({ productKind: 'glass-container', material: 'glass' }, families);
    expect(suggestions.map(({ family }) => family)).not.toContain('dent');
    expect(whyImpossible('dent', 'glass')).toMatch(/brittle/);
    expect(whyImpossible('scratch', 'glass')).toBeNull();
  });

  it('never rusts what holds no iron, and puts no burr on what splinters', () => {
    expect(whyImpossible('rust', 'glass')).toMatch(/no iron/);
    expect(whyImpossible('rust', 'aluminium')).toMatch(/[Oo]nly iron rusts/);
    expect(whyImpossible('rust', 'steel')).toBeNull();
    expect(whyImpossible('burr', 'ceramic')).toMatch(/brittle/);
    for (const family of families) expect(whyImpossible(family, null), family).toBeNull();
    for (const family of families) expect(whyImpossible(family, 'other'), family).toBeNull();
  });

  it('falls back on general defects for what it does not know', () => {
    const suggestions = suggestDefects({ productKind: 'spaceship', material: 'unobtainium' }, families);
    expect(suggestions.length).toBeGreaterThanOrEqual(4);
    expect(suggestions).toEqual(suggestDefects({ productKind: null, material: null }, families));
    expect(suggestions).toEqual(suggestDefects({ productKind: 'other', material: 'other' }, families));
  });

  it('offers only families that are there', () => {
    const suggestions = suggestDefects({ productKind: 'machined-part', material: 'steel' }, ['crack']);
    expect(new Set(suggestions.map(({ family }) => family))).toEqual(new Set(['crack']));
    expect(suggestDefects({ productKind: 'machined-part', material: 'steel' }, [])).toEqual([]);
  });
});
