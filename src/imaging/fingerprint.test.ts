import { describe, expect, it } from 'vitest';
import { fingerprintDistance } from '#core/dataset/fingerprint.ts';
import { nearBits } from '#core/dataset/near-duplicates.ts';
import { createRandom } from '#core/random.ts';
import { takeFingerprint } from '#imaging/fingerprint.ts';
import type { Picture } from '#imaging/picture.ts';

/** A surface that waves a little, with noise, and a dark disc. */
function draw(options: {
  seed: number;
  noise: number;
  light?: number;
  disc?: [number, number, number];
}): Picture {
  const { seed, noise, light = 1, disc = [0, 0, 0] } = options;
  const [width, height] = [320, 240];
  const phase = createRandom(`surface ${seed}`);
  const waves = Array.from({ length: 12 }, () => [phase.next() * 0.2, phase.next() * 0.2, phase.next() * 7]);
  const grain = createRandom(`grain ${seed} ${noise}`);
  const data = new Uint8Array(width * height);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const level = waves.reduce((sum, [u, v, p]) => sum + 6 * Math.sin(x * u! + y * v! + p!), 128);
      const dark = Math.hypot(x - disc[0], y - disc[1]) < disc[2] ? 40 : 0;
      data[y * width + x] = Math.max(0, Math.min(255, (level - dark) * light + noise * (grain.next() - 0.5)));
    }
  }
  return { width, height, channels: 1, data };
}

describe('fingerprints', () => {
  const whole = (picture: Picture): string => takeFingerprint(picture, []).picture;

  it('hardly change with noise and light, and differ between pictures', () => {
    const one = whole(draw({ seed: 1, noise: 0 }));
    expect(one).toMatch(/^[0-9a-f]{64}$/);
    expect(fingerprintDistance(one, whole(draw({ seed: 1, noise: 6, light: 0.9 })))).toBeLessThanOrEqual(
      nearBits,
    );
    expect(fingerprintDistance(one, whole(draw({ seed: 2, noise: 0 })))).toBeGreaterThan(60);
  });

  it('tell marks apart, and know a mark again', () => {
    const mark = (x: number, radius: number): string => {
      const box = { x: x - radius, y: 100 - radius, width: 2 * radius, height: 2 * radius };
      return takeFingerprint(draw({ seed: 1, noise: 2, disc: [x, 100, radius] }), [box]).marks[0]!;
    };
    expect(fingerprintDistance(mark(100, 20), mark(100, 20))).toBe(0);
    expect(fingerprintDistance(mark(100, 20), mark(160, 20))).toBeGreaterThan(nearBits);
    expect(fingerprintDistance(mark(100, 20), mark(100, 8))).toBeGreaterThan(nearBits);
  });

  it('are taken of a mark at the edge, and of a single pixel', () => {
    const picture = draw({ seed: 3, noise: 1 });
    const boxes = [
      { x: 319, y: 239, width: 1, height: 1 },
      { x: 0, y: 0, width: 320, height: 240 },
      { x: 0, y: 0, width: 0.2, height: 0.2 },
    ];
    for (const bits of takeFingerprint(picture, boxes).marks) expect(bits).toMatch(/^[0-9a-f]{64}$/);
    const tiny: Picture = { width: 1, height: 1, channels: 1, data: Uint8Array.of(9) };
    expect(whole(tiny)).toBe('0'.repeat(64));
  });
});
