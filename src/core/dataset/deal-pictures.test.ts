import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { assembleDataset, type DatasetRequest } from './assemble-dataset.ts';
import { type SplitName, splitNames } from './dataset.ts';
import { dealPictures } from './deal-pictures.ts';
import type { Fingerprint } from './fingerprint.ts';
import { parseHoldOut } from './hold-out.ts';
import { sampleInstance, sampleRequest } from './sample-dataset.ts';
import { groupings } from './split-groups.ts';

type Splits = Map<string, SplitName>;

function deal(request: DatasetRequest): {
  splits: Splits;
  report: ReturnType<typeof dealPictures>['report'];
} {
  const { splits, report } = dealPictures(request.pictures, request);
  return { splits: new Map(request.pictures.map(({ key }, i) => [key, splits.get(i + 1)!])), report };
}

const groupBy = fc.constantFrom('auto' as const, ...groupings);
/** 256 bits that have nothing in common with another seed's. */
function bits(seed: number): string {
  let state = (seed + 1) * 2654435761;
  return Array.from({ length: 64 }, () => {
    state = (Math.imul(state, 1103515245) + 12345) >>> 0;
    return ((state >>> 16) & 15).toString(16);
  }).join('');
}
/** With so many bits turned over, the first of every digit. */
function turned(text: string, count: number): string {
  return [...text]
    .map((digit, at) => (at < count ? (Number.parseInt(digit, 16) ^ 1).toString(16) : digit))
    .join('');
}

describe('later versions', () => {
  it('leave every picture where it was, whatever came and went', () => {
    fc.assert(
      fc.property(
        fc.record({
          goldens: fc.integer({ min: 1, max: 8 }),
          more: fc.integer({ min: 0, max: 3 }),
          perCell: fc.integer({ min: 1, max: 4 }),
          gone: fc.integer({ min: 2, max: 9 }),
          groupBy,
          seed: fc.nat(50),
        }),
        ({ goldens, more, perCell, gone, ...rest }) => {
          const first = { ...sampleRequest({ goldens, perCell }), ...rest };
          const before = deal(first).splits;
          const kept = sampleRequest({ goldens: goldens + more, perCell: perCell + more }).pictures;
          const second = deal({ ...first, pictures: kept.filter((_, i) => i % gone !== 0), before });
          for (const [key, split] of second.splits) {
            if (before.has(key)) expect(split, key).toBe(before.get(key));
          }
          expect(second.report.kept).toBe([...second.splits.keys()].filter((key) => before.has(key)).length);
        },
      ),
      { numRuns: 60 },
    );
  });

  it('fill up what is missing, and a new golden image goes whole', () => {
    const first = sampleRequest({ goldens: 7, perCell: 10 });
    const before = deal(first).splits;
    const { splits, report } = deal({ ...sampleRequest({ goldens: 10, perCell: 10 }), before });
    expect(report).toMatchObject({ groupBy: 'golden', leaks: { goldens: 0 }, kept: before.size });
    for (const split of splitNames) expect(report.splits[split].share).toBeGreaterThan(0.09);
    expect(splits.get('golden-8')).toBe(splits.get('golden-8/1/3'));
  });

  it('say so when an earlier version had pictures of one golden image in several splits', () => {
    const before = deal({ ...sampleRequest({ goldens: 7, perCell: 4 }), groupBy: 'picture' }).splits;
    const { report } = deal({ ...sampleRequest({ goldens: 7, perCell: 5 }), before });
    expect(report.groupBy).toBe('picture');
    expect(report.warnings[0]).toContain('because an earlier version had them there');
  });
});

describe('held-out pictures', () => {
  it('are test, and nothing else is', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 2, max: 8 }),
        fc.integer({ min: 1, max: 4 }),
        groupBy,
        (goldens, perCell, by) => {
          const request = {
            ...sampleRequest({ goldens, perCell }),
            groupBy: by,
            holdOut: parseHoldOut('golden:golden-1'),
          };
          const { splits, report } = deal(request);
          for (const { key, goldenKey } of request.pictures) {
            expect(splits.get(key) === 'test', key).toBe(goldenKey === 'golden-1');
          }
          expect(report.heldOut).toBe(report.splits.test.images);
          expect(report.splits.train.images).toBeGreaterThan(0);
          expect(report.splits.val.images).toBeGreaterThan(0);
          if (report.groupBy === 'golden') expect(report.leaks.goldens).toBe(0);
        },
      ),
      { numRuns: 40 },
    );
  });

  it('can be real ones only, without the photos that pictures were made from', () => {
    const request = sampleRequest({ goldens: 3, perCell: 6 });
    const pictures = request.pictures.map((picture, i) =>
      picture.kind === 'defect' && i % 5 === 0
        ? { ...picture, provenance: { ...picture.provenance, origin: 'uploaded' as const } }
        : picture,
    );
    const { splits } = deal({ ...request, pictures, holdOut: parseHoldOut('real') });
    for (const { key, provenance } of pictures) {
      expect(splits.get(key) === 'test', key).toBe(provenance.origin === 'uploaded');
    }
  });

  it('are a sentence when there are none, or all', () => {
    const request = sampleRequest({ goldens: 3, perCell: 4 });
    const none = deal({ ...request, holdOut: parseHoldOut('generator:fal') });
    expect(none.report.warnings).toContain('Nothing is held out by "generator:fal": no picture is of it.');
    expect(none.report.splits.test.images).toBeGreaterThan(0);
    const all = parseHoldOut('golden:golden-0,golden:golden-1,golden:GOLDEN-2');
    expect(() => assembleDataset({ ...request, holdOut: all })).toThrow(/nothing is left to train on/);
    expect(() => parseHoldOut('golden:')).toThrow(/cannot be held out\. Name what test/);
  });
});

describe('near-duplicates', () => {
  it('are never torn apart, nor are pictures of one seed', () => {
    fc.assert(
      fc.property(
        fc.array(fc.record({ look: fc.nat(12), flips: fc.nat(6), seed: fc.nat(30) }), {
          minLength: 3,
          maxLength: 40,
        }),
        groupBy,
        (looks, by) => {
          const [sample] = sampleRequest({ goldens: 1, perCell: 1 }).pictures.slice(1);
          const pictures = looks.map(({ seed }, i) => ({
            ...sample!,
            key: `p${i}`,
            instances: [sampleInstance(0, [4, 4, 10, 10])],
            lineageKeys: [`golden-0/${seed}`],
          }));
          const fingerprints = new Map<string, Fingerprint>(
            looks.map(({ look, flips }, i) => [
              `p${i}`,
              { picture: bits(99), marks: [turned(bits(look), flips)] },
            ]),
          );
          const request = {
            ...sampleRequest({ goldens: 1, perCell: 1 }),
            pictures,
            fingerprints,
            groupBy: by,
          };
          const { splits, report } = deal(request);
          for (const [i, a] of looks.entries()) {
            for (const [j, b] of looks.entries()) {
              if (a.look === b.look || a.seed === b.seed)
                expect(splits.get(`p${i}`)).toBe(splits.get(`p${j}`));
            }
          }
          expect(report.leaks).toMatchObject({ seeds: 0, nearDuplicates: 0 });
        },
      ),
      { numRuns: 40 },
    );
  });

  it('take the same class, place and look, and an equal surrounding where the golden image is another', () => {
    const [sample] = sampleRequest({ goldens: 1, perCell: 1 }).pictures.slice(1);
    const sets = (change: object, look: Fingerprint): number => {
      const one = { ...sample!, key: 'one', instances: [sampleInstance(0, [4, 4, 10, 10])] };
      const fingerprints = new Map([
        ['one', { picture: bits(1), marks: [bits(2)] }],
        ['other', look],
      ]);
      const request = {
        ...sampleRequest({ goldens: 1, perCell: 1 }),
        pictures: [one, { ...one, key: 'other', ...change }],
      };
      return deal({ ...request, fingerprints }).report.nearDuplicates.sets;
    };
    const same = { picture: bits(1), marks: [turned(bits(2), 20)] };
    expect(sets({}, same)).toBe(1);
    expect(sets({}, { ...same, marks: [turned(bits(2), 21)] })).toBe(0);
    expect(sets({ instances: [sampleInstance(1, [4, 4, 10, 10])] }, same)).toBe(0);
    expect(sets({ instances: [sampleInstance(0, [14, 4, 10, 10])] }, same)).toBe(0);
    expect(sets({ goldenKey: 'another' }, same)).toBe(1);
    expect(sets({ goldenKey: 'another' }, { ...same, picture: bits(3) })).toBe(0);
  });

  it('make one golden image of two photos that are nearly the same', () => {
    const request = sampleRequest({ goldens: 8, perCell: 5 });
    const fingerprints = new Map<string, Fingerprint>(
      Array.from({ length: 8 }, (_, i) => [
        `golden-${i}`,
        { picture: i === 5 ? turned(bits(3), 9) : bits(i), marks: [] },
      ]),
    );
    for (let seed = 0; seed < 10; seed++) {
      const { splits, report } = deal({ ...request, seed, fingerprints });
      expect(report.groupBy).toBe('golden');
      expect(splits.get('golden-3/0/1')).toBe(splits.get('golden-5/1/2'));
    }
  });
});
