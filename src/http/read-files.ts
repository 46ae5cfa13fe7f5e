import type { Multipart, MultipartFile } from '@fastify/multipart';
import type { FastifyRequest } from 'fastify';
import { AppError } from '#core/app-error.ts';
import { describeTooLarge, mostUploadBytes } from '#core/upload-limit.ts';

export type SentFile = { field: string; name: string; bytes: Uint8Array; isCut: boolean };

/**
 * The files of a multipart request, one at a time: never more in memory than one. A file over the limit is
 * cut off there, and marked.
 */
export async function* readFiles(request: FastifyRequest): AsyncGenerator<SentFile> {
  for await (const part of readParts(request, {})) {
    if (part.type === 'file') yield await readFile(part);
  }
}

/** All files, and the plain fields, of a small multipart request. */
export async function readForm(
  request: FastifyRequest,
): Promise<{ files: Map<string, SentFile>; fields: Map<string, string> }> {
  const files = new Map<string, SentFile>();
  const fields = new Map<string, string>();
  for await (const part of readParts(request, { files: 2, fields: 10, fieldSize: 10_000 })) {
    if (part.type === 'field') fields.set(part.fieldname, String(part.value));
    else files.set(part.fieldname, await readFile(part));
  }
  return { files, fields };
}

export type StreamedFile = {
  readonly name: string;
  readonly content: AsyncIterable<Uint8Array>;
  /** The length of the whole request, where it was said: what surrounds a file is a few hundred bytes. */
  readonly announcedBytes: number;
  /** Once the content has ended: there was more than the limit. */
  readonly isCut: () => boolean;
};

/** Works on the one file of a request as it arrives, so that it may be larger than the memory. */
export async function withSentFile<T>(
  request: FastifyRequest,
  { field, maxBytes }: { field: string; maxBytes: number },
  work: (file: StreamedFile) => Promise<T>,
): Promise<T> {
  const announcedBytes = Number(request.headers['content-length'] ?? 0);
  const parts = readParts(request, { files: 1, fields: 10, fieldSize: 10_000, fileSize: maxBytes });
  for (let next = await parts.next(); next.done !== true; next = await parts.next()) {
    const part = next.value;
    if (part.type !== 'file') continue;
    const { file } = part;
    // Whoever reads it hears of it too, while somebody does.
    file.on('error', () => {});
    try {
      if (part.fieldname !== field) break;
      const name = part.filename || 'unnamed';
      const content = chunksOf(file);
      return await work({ name, content, announcedBytes, isCut: () => file.truncated });
    } finally {
      // Browsers hear an answer once they have sent everything.
      file.resume();
    }
  }
  throw new AppError('bad_request', `No file “${field}” came with the request. Choose one.`);
}

async function* chunksOf(file: MultipartFile['file']): AsyncGenerator<Uint8Array> {
  try {
    for await (const chunk of file.iterator({ destroyOnReturn: false })) yield chunk as Uint8Array;
  } catch (cause) {
    throw cutOff(cause);
  }
}

async function* readParts(
  request: FastifyRequest,
  limits: { files?: number; fields?: number; fieldSize?: number; fileSize?: number },
): AsyncGenerator<Multipart> {
  if (!request.isMultipart()) {
    throw new AppError('bad_request', 'This address takes files: send them as multipart/form-data.');
  }
  try {
    const options = { limits: { fileSize: mostUploadBytes, ...limits }, throwFileSizeLimit: false };
    yield* request.parts(options);
  } catch (error) {
    // The parser's own errors carry nothing to tell them by; what the library refuses has a status.
    if (!(error instanceof Error) || 'statusCode' in error) throw error;
    throw cutOff(error);
  }
}

function cutOff(cause: unknown): AppError {
  return new AppError('bad_request', 'The form was cut off or is not multipart/form-data. Send it again.', {
    cause,
  });
}

async function readFile(part: MultipartFile): Promise<SentFile> {
  const bytes = await part.toBuffer();
  return { field: part.fieldname, name: part.filename || 'unnamed', bytes, isCut: part.file.truncated };
}

/** Throws AppError `file_refused` for a file of which not everything was read. */
export function requireWhole(file: SentFile): void {
  if (!file.isCut) return;
  const { name: fileName } = file;
  throw new AppError('file_refused', describeTooLarge(fileName), { details: { fileName } });
}
