import type { ErrorCode } from '#core/app-error.ts';

/** The one table from what went wrong to how HTTP says it. */
export const errorStatus: Record<ErrorCode, number> = {
  bad_request: 400,
  file_refused: 422,
  not_found: 404,
  conflict: 409,
  not_ready: 409,
  cancelled: 409,
  too_large: 413,
  too_many_requests: 429,
  data_folder_in_use: 409,
  storage_full: 507,
  storage_read_only: 507,
  storage_unavailable: 503,
  database_unavailable: 503,
  internal: 500,
};
