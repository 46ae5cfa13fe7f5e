import type { z } from 'zod';
import type { DatasetFiles } from '../dataset-files.ts';

/** A JSON file of a known shape; `null` after a complaint where it is not there, no JSON, or of another shape. */
export async function readJson<T extends z.ZodType>(
  files: DatasetFiles,
  path: string,
  schema: T,
  complain: (message: string) => unknown,
): Promise<z.infer<T> | null> {
  if (!files.paths.has(path)) {
    complain('It is missing.');
    return null;
  }
  return parseJson(await files.readText(path), schema, complain);
}

/** The same for a text, such as one line. */
export function parseJson<T extends z.ZodType>(
  text: string,
  schema: T,
  complain: (message: string) => unknown,
): z.infer<T> | null {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    complain('It is not JSON.');
    return null;
  }
  const read = schema.safeParse(value);
  if (read.success) return read.data;
  const [issue] = read.error.issues;
  const place = issue?.path.map(String).join('.') ?? '';
  complain(`${place === '' ? 'It' : `Its ${place}`} is not as it should be: ${issue?.message ?? 'unknown'}.`);
  return null;
}
