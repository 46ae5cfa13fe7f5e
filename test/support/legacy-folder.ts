import { randomUUID } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import sharp from 'sharp';
import { drawPart, plain } from './pictures.ts';

export type LegacyJob = {
  defectName: string;
  status: string;
  imageUrl?: string;
  prompt?: string;
  createdAt: string;
  completedAt?: string;
};

/** A file as the earlier prototype wrote it, with every kind of part in it. */
export function legacyBlueprint(change: Record<string, unknown> = {}) {
  return {
    id: randomUUID(),
    status: 'ready_for_review',
    image: {
      id: 'image-1',
      name: 'Valve.png',
      url: '/uploads/golden.png',
      uploadedAt: '2025-03-01T08:00:00.000Z',
    },
    productType: 'Valve body',
    suggestedDefects: [
      { name: 'Surface Scratch', rationale: 'Handling after machining.', selected: true },
      { name: 'Rust', rationale: 'Storage.', selected: false },
    ],
    customDefects: [{ name: 'Oil stain', rationale: '', selected: true, isCustom: true }],
    jobs: [
      job('Surface Scratch', { imageUrl: '/uploads/scratch-1.png', prompt: 'a long deep scratch' }),
      job('Surface Scratch', {
        imageUrl: '/uploads/scratch-2.jpg',
        prompt: 'two short scratches',
        createdAt: '2025-03-02T10:00:00.000Z',
      }),
      job('Oil stain', { status: 'failed', prompt: 'a dark oil stain' }),
    ] as LegacyJob[],
    createdAt: '2025-03-01T07:00:00.000Z',
    updatedAt: '2025-03-03T07:00:00.000Z',
    ...change,
  };
}

export function job(defectName: string, change: Partial<LegacyJob> = {}): LegacyJob {
  const createdAt = '2025-03-02T09:00:00.000Z';
  return { defectName, status: 'completed', createdAt, completedAt: createdAt, ...change };
}

/** `public/uploads` with a golden image, two pictures of it with a mark, and files that are no use. */
export async function makeLegacyFolder(folder: string): Promise<void> {
  const uploads = join(folder, 'public/uploads');
  await mkdir(join(folder, '.blueprints'), { recursive: true });
  await mkdir(uploads, { recursive: true });
  drawn ??= drawPictures();
  for (const [name, bytes] of Object.entries(await drawn)) await writeFile(join(uploads, name), bytes);
}

let drawn: Promise<Record<string, Uint8Array>> | undefined;

async function drawPictures(): Promise<Record<string, Uint8Array>> {
  const golden = await drawPart(160, 120).png().toBuffer();
  const marked = sharp(golden).composite([{ input: mark }]);
  return {
    'golden.png': golden,
    'scratch-1.png': await marked.clone().png().toBuffer(),
    'scratch-2.jpg': await marked.clone().jpeg({ quality: 90 }).toBuffer(),
    'same.png': golden,
    'other-shape.png': await drawPart(96, 160).png().toBuffer(),
    'cut-off.png': golden.subarray(0, golden.length / 2),
    'empty.png': plain(new Uint8Array()),
  };
}

const mark = Buffer.from(
  '<svg width="160" height="120"><path d="M50 40 L110 70 L108 74 L48 44Z" fill="#1c1a18"/></svg>',
);

export async function writeLegacyFile(folder: string, name: string, content: unknown): Promise<void> {
  const text = typeof content === 'string' ? content : JSON.stringify(content);
  await writeFile(join(folder, '.blueprints', `${name}.json`), text);
}
