import type { MultipartFile } from '@fastify/multipart';
import type { FastifyRequest } from 'fastify';
import { AppError } from '#core/app-error.ts';
import { MAX_UPLOAD_BYTES } from '#imaging/codec.ts';

export type SentFile = { field: string; name: string; bytes: Uint8Array; isCut: boolean };

/**
 * The files of a multipart request, one at a time: never more in memory than one. A file over the limit is
 * cut off there, and marked.
 */
export async function* readFiles(request: FastifyRequest): AsyncGenerator<SentFile> {
  if (!request.isMultipart()) {
    throw new AppError('bad_request', 'This address takes files: send them as multipart/form-data.');
  }
  for await (const part of request.files({
    limits: { fileSize: MAX_UPLOAD_BYTES },
    throwFileSizeLimit: false,
  })) {
    yield await readFile(part);
  }
}

/** All files, and the plain fields, of a small multipart request. */
export async function readForm(
  request: FastifyRequest,
): Promise<{ files: Map<string, SentFile>; fields: Map<string, string> }> {
  if (!request.isMultipart()) {
    throw new AppError('bad_request', 'This address takes files: send them as multipart/form-data.');
  }
  const files = new Map<string, SentFile>();
  const fields = new Map<string, string>();
  const limits = { fileSize: MAX_UPLOAD_BYTES, files: 2, fields: 10, fieldSize: 10_000 };
  for await (const part of request.parts({ limits })) {
    if (part.type === 'field') fields.set(part.fieldname, String(part.value));
    else {
      files.set(part.fieldname, await readFile(part));
    }
  }
  return { files, fields };
}

async function readFile(part: MultipartFile): Promise<SentFile> {
  const bytes = await part.toBuffer();
  return { field: part.fieldname, name: part.filename || 'unnamed', bytes, isCut: part.file.truncated };
}

/** Throws AppError `file_refused` for a file of which not everything was read. */
export function requireWhole(file: SentFile): void {
  if (!file.isCut) return;
  throw new AppError(
    'file_refused',
    `"${file.name}" is larger than the limit of 25 MB: save it as JPEG or at a smaller size.`,
    { details: { fileName: file.name } },
  );
}
