import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { hasZodFastifySchemaValidationErrors } from 'fastify-type-provider-zod';
import { AppError, type ErrorCode } from '#core/app-error.ts';
import type { ErrorBody } from '#contract/error.ts';
import { errorStatus } from './error-status.ts';

/** Every failure becomes `{ error: { code, message, requestId } }`; internals go to the log only. */
export function answerErrors(app: FastifyInstance): void {
  app.setErrorHandler<FastifyError | Error>((error, request, reply) => {
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
    return send(request, reply, known.code, known.message, known.details);
  });
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
    const where = [error.validationContext, ...(first?.instancePath.split('/').filter(Boolean) ?? [])].join(
      '.',
    );
    return new AppError(
      'bad_request',
      `The request was not understood: ${where}: ${first?.message ?? 'not valid'}.`,
    );
  }
  if (!('statusCode' in error) || error.statusCode === undefined || error.statusCode >= 500) return null;
  if (error.statusCode === 413)
    return new AppError('too_large', 'The request is too large. Send fewer or smaller parts.');
  return new AppError('bad_request', `The request was not understood: ${error.message}`);
}
