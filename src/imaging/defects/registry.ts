import { abrasion } from './abrasion.ts';
import { burr } from './burr.ts';
import { chip } from './chip.ts';
import { contamination } from './contamination.ts';
import { crack } from './crack.ts';
import { deformation } from './deformation.ts';
import { dent } from './dent.ts';
import { discoloration } from './discoloration.ts';
import type { DefectFamily } from './family.ts';
import { labelMisalignment } from './label-misalignment.ts';
import { missingMaterial } from './missing-material.ts';
import { missingPrint } from './missing-print.ts';
import { pit } from './pit.ts';
import { printSmudge } from './print-smudge.ts';
import { rust } from './rust.ts';
import { scratch } from './scratch.ts';
import { scuff } from './scuff.ts';
import { stain } from './stain.ts';
import { texture } from './texture.ts';

/** Every family the renderer can draw. A new one is a file beside this one, and its two lines here. */
export const families: readonly DefectFamily[] = [
  scratch,
  dent,
  crack,
  stain,
  pit,
  abrasion,
  contamination,
  texture,
  missingMaterial,
  rust,
  chip,
  discoloration,
  scuff,
  deformation,
  burr,
  printSmudge,
  missingPrint,
  labelMisalignment,
];

export function findFamily(name: string): DefectFamily | null {
  return families.find((family) => family.name === name) ?? null;
}
