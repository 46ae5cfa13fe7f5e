import { readdir, readFile, realpath, stat } from 'node:fs/promises';
import { basename, join, relative, resolve, sep } from 'node:path';
import { AppError } from '#core/app-error.ts';
import { shorten } from '#core/legacy/shorten.ts';
import { MAX_LOCAL_BYTES } from '#imaging/codec.ts';
import { readPhoto } from '../read-photo.ts';

/** The earlier prototype's folder: `.blueprints/*.json` and `public/uploads/`. Only ever read. */
export type LegacyFolder = {
  /** Sorted. */
  files: string[];
  /** What lies beside them and is no blueprint. */
  others: string[];
  readText(file: string): Promise<string>;
  /** The picture behind an address such as `/uploads/a.png`. */
  readPicture(url: string): Promise<{ name: string; bytes: Uint8Array }>;
  /** Files in `public/uploads` that none of these addresses names. */
  unnamed(urls: Iterable<string>): Promise<string[]>;
};

/** The prototype's files have some ten kilobytes. */
const mostTextBytes = 16 * 1024 * 1024;

/** Throws AppError `not_found` where there are no such files; reading throws AppError `file_refused`. */
export async function openLegacyFolder(folder: string): Promise<LegacyFolder> {
  const blueprints = join(folder, '.blueprints');
  const names = await readdir(blueprints).catch((cause: unknown) => {
    throw new AppError(
      'not_found',
      `There is no readable folder .blueprints in ${folder}. Give the folder that the prototype ran in.`,
      { cause },
    );
  });
  const root = resolve(folder, 'public');
  const uploads = await realpath(join(root, 'uploads')).catch(() => null);
  return {
    files: names.filter((name) => name.endsWith('.json')).sort(),
    others: names.filter((name) => !name.endsWith('.json')).sort(),
    readText: (file) => readText(join(blueprints, file)),
    async readPicture(url) {
      const path = await pathOf(url, root, uploads);
      const bytes = await readPhoto(path, basename(path), MAX_LOCAL_BYTES);
      return { name: basename(path), bytes };
    },
    async unnamed(urls) {
      if (uploads === null) return [];
      const named = new Set([...urls].map((url) => placeOf(url, root)));
      const entries = await readdir(uploads, { recursive: true, withFileTypes: true });
      const files = entries.filter((entry) => entry.isFile());
      const places = files.map((entry) => relative(uploads, join(entry.parentPath, entry.name)));
      return places.filter((place) => !named.has(join(root, 'uploads', place))).sort();
    },
  };
}

async function readText(path: string): Promise<string> {
  try {
    const facts = await stat(path);
    if (!facts.isFile()) throw new AppError('file_refused', 'It is no file.');
    if (facts.size > mostTextBytes) {
      const megabytes = Math.round(facts.size / 1024 / 1024);
      throw new AppError('file_refused', `It is ${megabytes} MB large, which no blueprint is.`);
    }
    return await readFile(path, 'utf8');
  } catch (error) {
    if (error instanceof AppError) throw error;
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown reason';
    throw new AppError('file_refused', `It cannot be read (${code}): check that you may read it.`, {
      cause: error,
    });
  }
}

/** Whatever an address says, nothing outside of `uploads` is read, not even through a link, and nothing is fetched. */
async function pathOf(url: string, root: string, uploads: string | null): Promise<string> {
  const shown = shorten(url, 80);
  if (/^([a-z][a-z0-9+.-]*:|\/\/)/i.test(url)) {
    throw new AppError(
      'file_refused',
      `Its address “${shown}” is not a file of the folder, and nothing is fetched: save the picture in public/uploads and name it in the file.`,
    );
  }
  const path = placeOf(url, root);
  const isBelow = (place: string, top: string): boolean => place.startsWith(top + sep);
  if (path === null || !isBelow(path, join(root, 'uploads'))) {
    throw new AppError('file_refused', `Its address “${shown}” does not lead into public/uploads.`);
  }
  const real = await realpath(path).catch(() => null);
  if (real === null) {
    throw new AppError(
      'file_refused',
      `“${shorten(basename(path), 80)}” is not in public/uploads: copy it there and import again.`,
    );
  }
  if (uploads === null || !isBelow(real, uploads)) {
    throw new AppError('file_refused', `Its address “${shown}” leads out of public/uploads.`);
  }
  return real;
}

/** Where an address leads, links aside; `null` when it is none. */
function placeOf(url: string, root: string): string | null {
  try {
    const decoded = decodeURIComponent(url.replace(/[?#].*$/s, ''));
    return /[\0\\]/.test(decoded) ? null : resolve(root, `.${sep}${decoded}`);
  } catch {
    return null;
  }
}
