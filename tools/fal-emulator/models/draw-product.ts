import type { Random } from '#core/random.ts';
import type { Picture } from '#imaging/picture.ts';
import { drawSvg } from './encode-picture.ts';

/** A plain machined part on a bench: what a text-to-image model makes of any prompt here. */
export async function drawProduct(width: number, height: number, random: Random): Promise<Picture> {
  const hue = random.integer(0, 359);
  const metal = (light: number): string => `hsl(${hue} 6% ${light}%)`;
  const light = random.integer(52, 68);
  const unit = Math.min(width, height) / 100;
  const [w, h] = [random.between(52, 70) * unit, random.between(46, 64) * unit];
  const [left, top] = [(width - w) / 2, (height - h) / 2];
  const hole = random.between(3, 5) * unit;
  const holes = [0.14, 0.86].flatMap((x) => [0.16, 0.84].map((y) => [left + w * x, top + h * y]));
  return drawSvg(`<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}">
    <defs><linearGradient id="metal" x1="0" y1="0" x2="1" y2="1">
      <stop offset="0" stop-color="${metal(light + 14)}"/><stop offset="1" stop-color="${metal(light - 10)}"/>
    </linearGradient><filter id="grain" x="0" y="0" width="1" height="1"><feTurbulence type="fractalNoise" baseFrequency="0.8 0.05" numOctaves="2"
      seed="${random.integer(1, 9999)}"/><feColorMatrix values="0 0 0 0 .5 0 0 0 0 .5 0 0 0 0 .5 0 0 0 .5 -.1"/>
    </filter></defs>
    <rect width="100%" height="100%" fill="#e9e8e4"/>
    <rect x="${left + unit}" y="${top + 1.6 * unit}" width="${w}" height="${h}" rx="${4 * unit}" fill="#b9b7b0"/>
    <rect x="${left}" y="${top}" width="${w}" height="${h}" rx="${4 * unit}" fill="url(#metal)"/>
    <rect x="${left}" y="${top}" width="${w}" height="${h}" rx="${4 * unit}" filter="url(#grain)" opacity=".35"/>
    ${holes.map(([x, y]) => `<circle cx="${x}" cy="${y}" r="${hole}" fill="#3a3936"/>`).join('')}
    <circle cx="${width / 2}" cy="${height / 2}" r="${hole * 2.6}" fill="${metal(light - 22)}"/>
    <circle cx="${width / 2}" cy="${height / 2}" r="${hole * 2}" fill="#3a3936"/>
  </svg>`);
}
