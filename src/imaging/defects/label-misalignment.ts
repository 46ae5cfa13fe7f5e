import { AppError } from '#core/app-error.ts';
import { pixelsOf } from '#imaging/area.ts';
import type { Motif } from '#imaging/print/motif.ts';
import { middleOf, movedPlace, moveMotif, type Move } from '#imaging/print/move-motif.ts';
import { canvasOf } from '#imaging/print/retouch.ts';
import { noiseAt } from '#imaging/surface/noise.ts';
import { gridIndex } from '#imaging/surface/surface.ts';
import type { DefectFamily, DrawInput } from './family.ts';

/**
 * A label or a field of print that is not where it belongs: turned or moved, with the bare ground where it was. A unit
 * of severity is a shift of its corners, in the mean, by a hundredth of its longer side.
 */
export const labelMisalignment: DefectFamily = {
  name: 'label-misalignment',
  label: 'Label misalignment',
  summary: 'A label or a field of print that sits crooked or off its place.',
  words: [
    'label misalignment',
    'misaligned label',
    'label misaligned',
    'misaligned print',
    'misaligned logo',
    'crooked label',
    'label crooked',
    'crooked print',
    'skewed label',
    'label skewed',
    'slanted label',
    'tilted label',
    'label tilted',
    'rotated label',
    'label rotated',
    'turned label',
    'label shifted',
    'shifted label',
    'shifted print',
    'print shifted',
    'displaced label',
    'label displaced',
    'misplaced label',
    'label misplaced',
    'off centre label',
    'off center label',
    'label off centre',
    'label off center',
    'label not straight',
    'print off centre',
    'print off center',
    'print offset',
    'label offset',
    'wrong label position',
    'misregistration',
  ],
  habits: {
    size: { median: 0.4, spread: 0.3, min: 0.1, max: 1 },
    slenderness: 0.6,
    contrast: { median: 5, spread: 0.45 },
    another: 0,
    where: { anywhere: 1, edge: 0, hole: 0, corner: 0 },
    growsFromEdge: false,
    takesWhole: true,
  },
  worksOn: 'label or print',
  draw(input) {
    const { frame, photo, motif, ground, site } = input;
    if (!motif) throw new Error('A label is moved as a motif.');
    if (!isWhole(input, motif)) throw goesOn();
    const { move, named } = chooseMove(input, motif);
    const calm = noiseAt(ground.surface.noise, site.luma);
    const canvas = canvasOf(frame, moveMotif(photo, motif, move, calm));
    canvas.yardstick = { kind: 'shift', units: unitsOf(motif, move), named };
    return canvas;
  },
};

/** Moves that are tried at the aimed size, and again smaller, before the label is said to have no room. */
const TRIES = 12;

/** A move of about the aimed size that keeps the label on the product and in the region; as asked, if it was. */
function chooseMove(input: DrawInput, motif: Motif): { move: Move; named: boolean } {
  const asked = askedOf(input);
  const fits = roomFor(input, motif);
  if (asked.turn !== null) {
    for (let k = 0; k < TRIES; k++) {
      const turn = input.random.chance(0.5) && !asked.signed ? -asked.turn : asked.turn;
      const slip = k % 4 < 2 ? 0 : 0.01 * motif.box[2] * input.random.normal(0, 0.4);
      const move = { dx: Math.round(slip), dy: 0, turn };
      if (fits(move)) return { move, named: true };
    }
    throw noRoom(input);
  }
  for (let units = input.units; units >= Math.min(1, 0.5 * input.units); units *= 0.8) {
    for (let k = 0; k < TRIES; k++) {
      const move = moveOf(input, motif, units, asked.way);
      if (fits(move)) return { move, named: false };
    }
  }
  throw noRoom(input);
}

type Asked = { turn: number | null; signed: boolean; way: 'across' | 'down' | 'turned' | null };

/** A small angle is how far it is turned; horizontal and vertical are ways to slip; slanted is turned. */
function askedOf({ parameters: { direction } }: DrawInput): Asked {
  if (!direction || typeof direction === 'string') return { turn: null, signed: false, way: null };
  const degrees = direction.degrees > 90 ? direction.degrees - 180 : direction.degrees;
  if (Math.abs(degrees) < 1) return { turn: null, signed: false, way: 'across' };
  if (Math.abs(degrees) <= 30) {
    return { turn: (-degrees * Math.PI) / 180, signed: degrees < 0, way: null };
  }
  return { turn: null, signed: false, way: Math.abs(degrees) > 60 ? 'down' : 'turned' };
}

function moveOf({ random }: DrawInput, motif: Motif, units: number, way: Asked['way']): Move {
  const [left, top, right, bottom] = motif.box;
  const reach = (units / 100) * (Math.max(right - left, bottom - top) + 1);
  const half = Math.hypot(right - left, bottom - top) / 2;
  const kind = way ?? random.pick(['turned', 'turned', 'turned', 'slipped', 'slipped', 'both'] as const);
  const slip = kind === 'turned' ? 0 : kind === 'both' ? 0.6 * reach : reach;
  const angle =
    kind === 'across'
      ? random.pick([0, Math.PI])
      : kind === 'down'
        ? random.pick([-Math.PI / 2, Math.PI / 2])
        : random.between(0, 2 * Math.PI);
  const turned = kind === 'turned' ? reach : kind === 'both' ? 0.8 * reach : 0;
  return {
    dx: Math.round(slip * Math.cos(angle)),
    dy: Math.round(slip * Math.sin(angle)),
    turn: (random.chance(0.5) ? -1 : 1) * 2 * Math.asin(Math.min(0.5, turned / (2 * half))),
  };
}

/** Mean shift of the corners in hundredths of the longer side. */
function unitsOf(motif: Motif, move: Move): number {
  const [left, top, right, bottom] = motif.box;
  const { window } = motif;
  const corners = [left, right + 1].flatMap((x) =>
    [top, bottom + 1].map((y) => [x + window.left, y + window.top]),
  );
  const shifts = corners.map(([x, y]) => {
    const to = movedPlace(motif, move, x!, y!);
    return Math.hypot(to.x - x!, to.y - y!);
  });
  const mean = shifts.reduce((sum, shift) => sum + shift, 0) / shifts.length;
  return (100 * mean) / (Math.max(right - left, bottom - top) + 1);
}

/** Tells whether a moved motif stays on the product and inside the user's limits. */
function roomFor({ ground, frame }: DrawInput, motif: Motif): (move: Move) => boolean {
  const { surface, limits } = ground;
  const outline = outlineOf(motif, FADE);
  return (move) =>
    outline.every(({ x, y }) => {
      const to = movedPlace(motif, move, x, y);
      if (to.x < 2 || to.y < 2 || to.x > frame.width - 2 || to.y > frame.height - 2) return false;
      if (!surface.product[gridIndex(surface, to.x, to.y)]) return false;
      const window = { left: Math.floor(to.x), top: Math.floor(to.y), width: 1, height: 1 };
      return limits.every((limit) => pixelsOf(limit, surface, window)[0] === 1);
    });
}

/** Room (px) that a motif's fading needs around it, and what is left of the ground beside a motif that ends there. */
const FADE = 5;
const BESIDE = 2;

/**
 * False for a label that runs around the edge of the product, or out of the picture: moved, its end would come into view, and
 * nobody knows what it looks like.
 */
function isWhole({ ground: { surface }, frame }: DrawInput, motif: Motif): boolean {
  return outlineOf(motif, BESIDE).every(({ x, y }) => {
    if (x < 1 || y < 1 || x > frame.width - 1 || y > frame.height - 1) return false;
    const at = gridIndex(surface, x, y);
    // Dark letters may have been taken for holes.
    return surface.product[at] === 1 || surface.toHole[at] === 0;
  });
}

/** `room` px beyond the most outward pixels of the motif. */
function outlineOf(motif: Motif, room: number): { x: number; y: number }[] {
  const middle = middleOf(motif);
  return farthestOf(motif).map(({ x, y, reach }) => {
    const out = (reach + room) / reach;
    return { x: middle.x + (x - middle.x) * out, y: middle.y + (y - middle.y) * out };
  });
}

type Far = { readonly x: number; readonly y: number; readonly reach: number };

/** A motif is remembered for all pictures of its photo, and looking at all of its pixels takes as long as moving it. */
const farthest = new WeakMap<Motif, readonly Far[]>();

/** The most outward pixels of the motif in 48 directions, by their distance from its middle. */
function farthestOf(motif: Motif): readonly Far[] {
  const known = farthest.get(motif);
  if (known) return known;
  const { window, cover } = motif;
  const middle = middleOf(motif);
  const far: Far[] = [];
  for (let i = 0; i < cover.length; i++) {
    if (cover[i]! < 0.5) continue;
    const x = window.left + (i % window.width) + 0.5;
    const y = window.top + Math.floor(i / window.width) + 0.5;
    const reach = Math.hypot(x - middle.x, y - middle.y);
    const way = Math.floor(((Math.atan2(y - middle.y, x - middle.x) / Math.PI + 1) / 2) * 48) % 48;
    if (reach > (far[way]?.reach ?? 0)) far[way] = { x, y, reach };
  }
  const found = far.filter(Boolean);
  farthest.set(motif, found);
  return found;
}

function goesOn(): AppError {
  return new AppError(
    'bad_request',
    'The label goes on around the edge of the product, or beyond the picture: moved, a part would show that no photo shows. Use a view that shows all of it, or mark the cell as impossible.',
  );
}

function noRoom({ ground }: DrawInput): AppError {
  return new AppError(
    'bad_request',
    ground.region
      ? 'The region leaves the label no room to move: draw it with a margin of about a tenth of the label on all sides.'
      : 'The label has no room on this product to move as asked: ask for a smaller shift, or draw a region around a smaller label.',
  );
}
