import type { Mask } from '#core/annotation/mask.ts';
import { understandPrompt } from '#core/prompt/understand-prompt.ts';
import type { Random } from '#core/random.ts';
import { families, findFamily } from '#imaging/defects/registry.ts';
import type { Picture } from '#imaging/picture.ts';
import { renderDefect } from '#imaging/render.ts';
import type { Surface } from '#imaging/surface/surface.ts';

/** Contrast of a defect where the prompt names no severity: models exaggerate rather than hide. */
const usualSeverity = { min: 6, max: 11 };

/**
 * Draws the defect that the prompt names (a scratch where it names none) by Red Rabbit's own renderer;
 * with a mask, inside its white alone.
 */
export function drawDefect(
  photo: { readonly picture: Picture; readonly surface: Surface },
  prompt: string,
  seed: number,
  mask: Mask | null,
): Picture {
  const { family: name, parameters } = understandPrompt(prompt, families);
  const asked = {
    golden: photo.picture,
    surface: photo.surface,
    parameters,
    seed,
    options: { region: mask, severityRange: parameters.severity ? null : usualSeverity },
  };
  // A model paints something, whatever the place: a family that finds none there gives way to a stain.
  for (const family of [findFamily(name ?? 'scratch') ?? families[0]!, findFamily('stain')!]) {
    try {
      return renderDefect({ ...asked, family }).picture;
    } catch {
      continue;
    }
  }
  return mask ? stampDisc(photo.picture, mask) : photo.picture;
}

export function namesDefect(prompt: string): boolean {
  return understandPrompt(prompt, families).family !== null;
}

/** A darkened (on dark ground: brightened) disc in the middle of the mask: quick, and plain to see. */
export function stampDisc(picture: Picture, mask: Mask): Picture {
  const { width, channels } = picture;
  const data = Uint8Array.from(picture.data);
  const { x: cx, y: cy, area } = middleOf(mask);
  const radius = Math.max(2, Math.sqrt(area / Math.PI) * 0.5);
  const change = (data[(cy * width + cx) * channels] ?? 0) > 90 ? -70 : 70;
  for (let y = Math.max(0, Math.floor(cy - radius)); y <= Math.min(picture.height - 1, cy + radius); y++) {
    for (let x = Math.max(0, Math.floor(cx - radius)); x <= Math.min(width - 1, cx + radius); x++) {
      if (Math.hypot(x - cx, y - cy) > radius || mask.data[y * width + x] === 0) continue;
      const at = (y * width + x) * channels;
      for (let c = 0; c < channels; c++) data[at + c] = Math.min(255, Math.max(0, data[at + c]! + change));
    }
  }
  return { ...picture, data };
}

/** Something else in place of all that is masked: what a model does that takes no notice of the photo. */
export function repaintAll(picture: Picture, mask: Mask, random: Random): Picture {
  const data = Uint8Array.from(picture.data);
  const { x, y } = middleOf(mask);
  const here = picture.data[(y * picture.width + x) * picture.channels] ?? 128;
  const tone = here > 128 ? here - 70 : here + 70;
  for (let i = 0; i < mask.data.length; i++) {
    if (mask.data[i] === 0) continue;
    for (let c = 0; c < picture.channels; c++) data[i * picture.channels + c] = tone + random.normal(0, 14);
  }
  return { ...picture, data };
}

export function invertMask(mask: Mask): Mask {
  return { ...mask, data: mask.data.map((value) => 255 - value) };
}

/** What is not masked, as it was. */
export function pasteBack(edited: Picture, photo: Picture, mask: Mask): Picture {
  const data = Uint8Array.from(photo.data);
  for (let i = 0; i < mask.data.length; i++) {
    if (mask.data[i] === 0) continue;
    for (let c = i * photo.channels; c < (i + 1) * photo.channels; c++) data[c] = edited.data[c]!;
  }
  return { ...photo, data };
}

function middleOf(mask: Mask): { x: number; y: number; area: number } {
  let [x, y, area] = [0, 0, 0];
  for (let i = 0; i < mask.data.length; i++) {
    if (mask.data[i] === 0) continue;
    x += i % mask.width;
    y += Math.floor(i / mask.width);
    area++;
  }
  return { x: Math.round(x / Math.max(1, area)), y: Math.round(y / Math.max(1, area)), area };
}
