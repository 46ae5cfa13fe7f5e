import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import sharp, { type OverlayOptions } from 'sharp';
import { severities } from '#core/prompt/parameters.ts';
import { whyImpossible } from '#core/template/impossible-defects.ts';
import { decodePicture } from '#imaging/codec.ts';
import { families } from '#imaging/defects/registry.ts';
import { analyseSurface } from '#imaging/surface/surface.ts';
import { drawTile, type Sample, type Tile, tileSize } from './tile.ts';

// Every family in every severity on every sample product, with masks: npm run gallery [-- FOLDER]
// One page to scroll through (index.html) and one sheet to look at as a whole (sheet.png, sheet.jpg).
const folder = process.argv[2] ?? 'docs/gallery';
const sheetScale = 0.5;
const gap = 2;
const products = [
  { file: 'case-a.jpg', label: 'Control box', material: 'plastic' },
  { file: 'flange-a.jpg', label: 'Flange', material: 'aluminium' },
  { file: 'gear-a.jpg', label: 'Gear', material: 'steel' },
  { file: 'tile-a.jpg', label: 'Tile', material: 'ceramic' },
  { file: 'vial-a.jpg', label: 'Vial', material: 'glass' },
];

type Row = {
  family: string;
  summary: string;
  cells: { product: string; severity: string; tile: Tile | string }[];
};

const samples: Sample[] = [];
for (const { file, label, material } of products) {
  const golden = await decodePicture(await readFile(join('samples', file)));
  samples.push({ label, material, golden, surface: analyseSurface(golden) });
}
const rows: Row[] = [];
for (const family of families) {
  const cells: Row['cells'] = [];
  for (const [nth, sample] of samples.entries()) {
    const why = whyImpossible(family.name, sample.material);
    for (const [index, severity] of severities.entries()) {
      const tile = why ?? (await drawTile(sample, family, severity, nth * severities.length + index + 1));
      cells.push({ product: `${sample.label}, ${sample.material}`, severity, tile });
    }
  }
  rows.push({ family: family.label, summary: family.summary, cells });
  console.log(`${family.name}: ${cells.filter(({ tile }) => typeof tile !== 'string').length} pictures`);
}

await mkdir(join(folder, 'tiles'), { recursive: true });
await writeFile(join(folder, 'index.html'), await page());
const sheet = sharp(await contactSheet());
await sheet.clone().png({ compressionLevel: 9 }).toFile(join(folder, 'sheet.png'));
await sheet.clone().jpeg({ quality: 78, mozjpeg: true }).toFile(join(folder, 'sheet.jpg'));
console.log(`${rows.length} families: ${join(folder, 'index.html')}`);

async function page(): Promise<string> {
  const sections: string[] = [];
  for (const [number, { family, summary, cells }] of rows.entries()) {
    const figures: string[] = [];
    for (const [index, { product, severity, tile }] of cells.entries()) {
      const title = `${product}, ${severity}`;
      if (typeof tile === 'string') {
        // One sentence for the four severities.
        if (severity === severities[0]) figures.push(`<p class="none"><b>${product}</b> ${tile}</p>`);
        continue;
      }
      const name = `tiles/${number}-${index}.webp`;
      await sharp(await beside(tile))
        .webp({ quality: 88 })
        .toFile(join(folder, name));
      const alt = `${family} on ${title}, and its mask's outline`;
      figures.push(
        `<figure><img loading="lazy" src="${name}" width="640" height="240" alt="${alt}"><figcaption>${title}, ${tile.caption}</figcaption></figure>`,
      );
    }
    sections.push(`<h2>${family}</h2><p>${summary}</p><div>${figures.join('\n')}</div>`);
  }
  return `<!doctype html>
<html lang="en"><meta charset="utf-8"><title>Red Rabbit: what the renderer draws</title>
<style>
body{font:15px/1.4 system-ui,sans-serif;margin:2rem;color:#222;background:#fafafa}
div{display:flex;flex-wrap:wrap;gap:12px}figure{margin:0}img{display:block}
figcaption{color:#555;font-size:13px}.none{width:640px;margin:0;padding:1rem;box-sizing:border-box;background:#eee}
</style>
<h1>What the renderer draws</h1>
<p>Every family in four severities on the sample products; to the right of each picture the outline of its mask.</p>
${sections.join('\n')}
</html>
`;
}

async function beside(tile: Tile): Promise<Buffer> {
  const { width, height } = tileSize;
  return sharp({ create: { width: 2 * width, height, channels: 3, background: '#fff' } })
    .composite([
      { input: tile.picture, raw: raw(), left: 0, top: 0 },
      { input: tile.outline, raw: raw(), left: width, top: 0 },
    ])
    .png()
    .toBuffer();
}

/** A row of pictures and a row of outlines for each family; product by product, each in four severities. */
async function contactSheet(): Promise<Buffer> {
  const [width, height] = [tileSize.width * sheetScale, tileSize.height * sheetScale];
  const head = 26;
  const tiles: OverlayOptions[] = [];
  const columns = samples.length * severities.length;
  for (const [row, { family, cells }] of rows.entries()) {
    const top = row * (2 * height + head);
    const products = samples
      .map(({ label, material }, i) =>
        text(i * severities.length * width + (i === 0 ? 170 : 6), `${label}, ${material}`),
      )
      .join('');
    const label = `<svg xmlns="http://www.w3.org/2000/svg" width="${columns * width}" height="${head}">${text(6, family, 'bold')}${products}</svg>`;
    tiles.push({ input: Buffer.from(label), left: 0, top });
    for (const [column, { tile }] of cells.entries()) {
      if (typeof tile === 'string') {
        if (column % severities.length > 0) continue;
        const why = `<svg xmlns="http://www.w3.org/2000/svg" width="${severities.length * width}" height="${head}">${text(6, shortened(tile))}</svg>`;
        tiles.push({ input: Buffer.from(why), left: column * width, top: top + head + height / 2 });
        continue;
      }
      const shrunk = async (input: Buffer): Promise<Buffer> =>
        sharp(input, { raw: raw() })
          .resize(width - gap, height - gap)
          .png()
          .toBuffer();
      tiles.push({ input: await shrunk(tile.picture), left: column * width, top: top + head });
      tiles.push({ input: await shrunk(tile.outline), left: column * width, top: top + head + height });
    }
  }
  return sharp({
    create: {
      width: columns * width,
      height: rows.length * (2 * height + head),
      channels: 3,
      background: '#fff',
    },
  })
    .composite(tiles)
    .png()
    .toBuffer();
}

function text(x: number, words: string, weight = 'normal'): string {
  return `<text x="${x}" y="18" font-family="sans-serif" font-size="14" font-weight="${weight}">${words}</text>`;
}

/** A sentence that is too long for a row of tiles, to its first stop. */
function shortened(sentence: string): string {
  return sentence.length > 90 ? `${sentence.split(':')[0]!}.` : sentence;
}

function raw(): { width: number; height: number; channels: 3 } {
  return { ...tileSize, channels: 3 };
}
