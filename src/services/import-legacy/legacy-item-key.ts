import { createHash } from 'node:crypto';
import { nameKey } from '#core/blueprint/names.ts';

/** How a part of a legacy file is remembered: by what it is, not by its place in the file. */
export const blueprintItem = 'blueprint';

export function goldenItem(imageId: string): string {
  return `golden ${digest(imageId)}`;
}

export function defectItem(name: string): string {
  return `defect ${digest(nameKey(name))}`;
}

export function promptItem(prompt: { defectName: string; text: string }): string {
  return `prompt ${digest(`${nameKey(prompt.defectName)}\n${prompt.text}`)}`;
}

export function pictureItem(picture: { defectName: string; url: string }): string {
  return `picture ${digest(`${nameKey(picture.defectName)}\n${picture.url}`)}`;
}

function digest(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
