/** Every error a user can meet. One table in `http/error-status.ts` maps them to HTTP. */
export const errorCodes = [
  'bad_request',
  'not_found',
  'conflict',
  'not_ready',
  'file_refused',
  'too_large',
  'too_many_requests',
  'storage_full',
  'storage_read_only',
  'storage_unavailable',
  'data_folder_in_use',
  'database_unavailable',
  'cancelled',
  'internal',
] as const;

export type ErrorCode = (typeof errorCodes)[number];

/**
 * An expected failure. `message` is one sentence for the user: what happened and what to do next.
 * Anything else that is thrown is a bug, and the user sees only a request id.
 */
export class AppError extends Error {
  readonly code: ErrorCode;
  readonly details: Record<string, unknown> | undefined;

  constructor(
    code: ErrorCode,
    message: string,
    options?: { cause?: unknown; details?: Record<string, unknown> },
  ) {
    super(message, { cause: options?.cause });
    this.name = 'AppError';
    this.code = code;
    this.details = options?.details;
  }
}
