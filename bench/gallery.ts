import { mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import sharp, { type OverlayOptions } from 'sharp';
import { promptParametersSchema, severities } from '#core/prompt/parameters.ts';
import { decodePicture, encodePng } from '#imaging/codec.ts';
import { families } from '#imaging/defects/registry.ts';
import { renderDefect } from '#imaging/render.ts';
import { analyseSurface } from '#imaging/surface/surface.ts';

// Contact sheets for looking at: node bench/gallery.ts OUT [family,...] [sample,...] [seeds] [severity|-] [parameters as JSON]
const [out = 'gallery', only = '-', which = '-', seeds = '4', severity = '-', extra = '{}'] =
  process.argv.slice(2);
mkdirSync(out, { recursive: true });
const names = readdirSync('samples').filter(
  (name) => name.endsWith('.jpg') && (which === '-' || which.split(',').some((w) => name.startsWith(w))),
);
const levels = severity === 'all' ? [...severities] : [severity === '-' ? null : severity];
for (const family of families.filter((f) => only === '-' || only.split(',').includes(f.name))) {
  for (const name of names) {
    const golden = await decodePicture(readFileSync(join('samples', name)));
    const surface = analyseSurface(golden);
    const tiles: OverlayOptions[] = [];
    let column = 0;
    const S = 480;
    for (const level of levels) {
      for (let seed = 1; seed <= Number(seeds); seed++) {
        const parameters = promptParametersSchema.parse({
          ...JSON.parse(extra),
          ...(level ? { severity: level } : {}),
        });
        const t = performance.now();
        const r = renderDefect({ golden, surface, family, parameters, seed });
        const ms = performance.now() - t;
        const m = r.measured.marks[0]!;
        console.log(
          family.name,
          name,
          level ?? '-',
          seed,
          ms.toFixed(0) + 'ms',
          JSON.stringify(m.contrast),
          m.aimed.severity,
          m.reached,
          m.region,
          m.size.px,
          'tries',
          m.tries,
          'area',
          r.area,
          'inst',
          r.instances.length,
        );
        const png = Buffer.from(await encodePng(r.picture));
        const boxes = [...r.instances].sort((a, b) => b.area - a.area);
        const b = boxes[0]!.box;
        const cx = b.x + b.width / 2;
        const cy = b.y + b.height / 2;
        const crop = (side: number) => ({
          left: Math.round(Math.max(0, Math.min(golden.width - side, cx - side / 2))),
          top: Math.round(Math.max(0, Math.min(golden.height - side, cy - side / 2))),
          width: side,
          height: side,
        });
        const one = S > Math.min(golden.width, golden.height) ? Math.min(golden.width, golden.height) : S;
        const two = one >> 1;
        const mask = Buffer.from(
          await encodePng({ width: golden.width, height: golden.height, channels: 1, data: r.mask.data }),
        );
        tiles.push({ input: await sharp(png).resize(S).png().toBuffer(), left: column * S, top: 0 });
        tiles.push({
          input: await sharp(png).extract(crop(one)).png().toBuffer(),
          left: column * S,
          top: 360,
        });
        tiles.push({
          input: await sharp(png).extract(crop(two)).resize(S, S, { kernel: 'nearest' }).png().toBuffer(),
          left: column * S,
          top: 840,
        });
        tiles.push({
          input: await sharp(mask)
            .extract(crop(two))
            .resize(S / 2, S / 2, { kernel: 'nearest' })
            .png()
            .toBuffer(),
          left: column * S,
          top: 1320,
        });
        column++;
      }
    }
    writeFileSync(
      join(out, `${family.name}-${basename(name, '.jpg')}.png`),
      await sharp({ create: { width: column * S, height: 1560, channels: 3, background: '#000' } })
        .composite(tiles)
        .png()
        .toBuffer(),
    );
  }
}
