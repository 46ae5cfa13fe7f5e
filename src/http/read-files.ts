import type { FastifyRequest } from 'fastify';
import { AppError } from '#core/app-error.ts';
import { MAX_UPLOAD_BYTES } from '#imaging/codec.ts';

export type SentFile = { field: string; name: string; bytes: Uint8Array };

/**
 * The files of a multipart request, one at a time. A file over the limit is cut off one byte above it:
 * enough for the codec to refuse it by name, and never more in memory than one file.
 */
export async function* readFiles(request: FastifyRequest): AsyncGenerator<SentFile> {
  if (!request.isMultipart()) {
    throw new AppError('bad_request', 'This address takes files: send them as multipart/form-data.');
  }
  for await (const part of request.files({
    limits: { fileSize: MAX_UPLOAD_BYTES + 1 },
    throwFileSizeLimit: false,
  })) {
    yield { field: part.fieldname, name: part.filename || 'unnamed', bytes: await part.toBuffer() };
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
  const limits = { fileSize: MAX_UPLOAD_BYTES + 1, files: 2, fields: 10, fieldSize: 10_000 };
  for await (const part of request.parts({ limits })) {
    if (part.type === 'field') fields.set(part.fieldname, String(part.value));
    else {
      const file = { field: part.fieldname, name: part.filename || 'unnamed', bytes: await part.toBuffer() };
      files.set(part.fieldname, file);
    }
  }
  return { files, fields };
}
