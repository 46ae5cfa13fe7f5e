import type { Light } from '#imaging/surface/light.ts';

/** Unit vector away from the light, on the picture's plane. */
export function shadowWay(light: Light): { x: number; y: number } {
  return { x: -Math.cos(light.azimuth), y: -Math.sin(light.azimuth) };
}
