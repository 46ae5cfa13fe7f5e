import { randomUUID } from 'node:crypto';
import type { Socket } from 'node:net';
import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { hasZodFastifySchemaValidationErrors } from 'fastify-type-provider-zod';
import { AppError, type ErrorCode } from '#core/app-error.ts';
import type { ErrorBody } from '#contract/error.ts';
import { explainDatabaseError } from '#db/explain-database-error.ts';
import { errorStatus } from './error-status.ts';

/** Every failure becomes `{ error: { code, message, requestId } }`; internals go to the log only. */
export function answerErrors(app: FastifyInstance): void {
  app.setErrorHandler<FastifyError | Error>(answerError);
}

/** The same for what fails before a route is found. */
export function answerError(
  error: FastifyError | Error,
  request: FastifyRequest,
  reply: FastifyReply,
): FastifyReply {
  const known = toAppError(error);
  if (known === null) {
    request.log.error({ err: error }, 'unexpected error');
    return send(
      request,
      reply,
      'internal',
      `Something went wrong. Try again; if it stays, look for ${request.id} in the log.`,
    );
  }
  if (errorStatus[known.code] >= 500) request.log.warn({ err: error }, known.message);
  return send(request, reply, known.code, known.message, known.details);
}

/** What does not even speak HTTP has no request to answer to: the answer is written by hand. */
export function answerBrokenRequest(error: Error & { code?: string }, socket: Socket): void {
  if (error.code === 'ECONNRESET' || !socket.writable) {
    socket.destroy();
    return;
  }
  const isLarge = error.code === 'HPE_HEADER_OVERFLOW';
  const body: ErrorBody = {
    error: {
      code: isLarge ? 'too_large' : 'bad_request',
      message: isLarge
        ? 'The headers of the request are too large. Send fewer or smaller ones.'
        : 'The request is not valid HTTP. Check the program that sent it.',
      requestId: randomUUID(),
    },
  };
  const text = JSON.stringify(body);
  socket.end(
    `HTTP/1.1 ${isLarge ? '431 Request Header Fields Too Large' : '400 Bad Request'}\r\n` +
      `content-type: application/json\r\ncontent-length: ${Buffer.byteLength(text)}\r\nconnection: close\r\n\r\n${text}`,
  );
}

export function send(
  request: FastifyRequest,
  reply: FastifyReply,
  code: ErrorCode,
  message: string,
  details?: Record<string, unknown>,
): FastifyReply {
  const body: ErrorBody = { error: { code, message, requestId: request.id, ...(details && { details }) } };
  return reply.status(errorStatus[code]).type('application/json').serializer(JSON.stringify).send(body);
}

function toAppError(error: FastifyError | Error): AppError | null {
  if (error instanceof AppError) return error;
  if (hasZodFastifySchemaValidationErrors(error)) {
    const first = error.validation[0];
    const id = /^\/(\w+)Id$/.exec(first?.instancePath ?? '')?.[1];
    if (error.validationContext === 'params' && id !== undefined)
      return new AppError('bad_request', `The address is not valid: what names the ${spaced(id)} is no id.`);
    const where = [error.validationContext, ...(first?.instancePath.split('/').filter(Boolean) ?? [])].join(
      '.',
    );
    return new AppError(
      'bad_request',
      `The request was not understood: ${where}: ${first?.message ?? 'not valid'}.`,
    );
  }
  if (!('statusCode' in error) || error.statusCode === undefined || error.statusCode >= 500) {
    return explainDatabaseError(error);
  }
  return new AppError(...(sentences[error.code] ?? unreadable(error)));
}

/** `realSample` as people write it. */
function spaced(name: string): string {
  return name.replaceAll(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
}

/** What the HTTP library refuses by itself, in our words. */
const sentences: Partial<Record<string, [ErrorCode, string]>> = {
  FST_ERR_CTP_BODY_TOO_LARGE: ['too_large', 'The request is too large. Send fewer or smaller parts.'],
  FST_FILES_LIMIT: ['too_large', 'The request has too many files. Send fewer of them.'],
  FST_FIELDS_LIMIT: ['too_large', 'The request has too many fields. Send fewer of them.'],
  FST_ERR_CTP_INVALID_MEDIA_TYPE: [
    'bad_request',
    'The request was not understood: send its body as application/json, and files as multipart/form-data.',
  ],
  FST_ERR_BAD_URL: ['bad_request', 'The address is not valid. Check it for stray % signs.'],
  FST_ERR_MAX_PARAM_LENGTH: ['bad_request', 'The address is not valid: part of it is too long.'],
};

function unreadable(error: FastifyError): [ErrorCode, string] {
  if (error.statusCode === 413)
    return ['too_large', 'The request is too large. Send fewer or smaller parts.'];
  const said = error.message.replace(/[.\s]+$/, '');
  return ['bad_request', `The request was not understood: ${said}.`];
}
