import type { ErrorCode } from '#core/app-error.ts';
import type { z } from 'zod';

/** One part of a multipart body. */
export type FormPart = {
  readonly kind: 'file' | 'files' | 'text';
  readonly required: boolean;
  readonly description: string;
};

/**
 * One endpoint of the REST interface: the server registers it, the browser calls it, and the OpenAPI
 * document describes it, all from this one value.
 */
export type Route = {
  readonly method: 'GET' | 'POST' | 'PATCH' | 'DELETE';
  /** Below `/api/v1`, with `:name` for each key of `params`. */
  readonly path: string;
  readonly summary: string;
  readonly params?: z.ZodObject;
  readonly query?: z.ZodObject;
  /** A JSON body; `multipart` for one that carries files. */
  readonly body?: z.ZodType;
  readonly multipart?: boolean;
  /** The parts of a multipart body, by name. */
  readonly form?: Readonly<Record<string, FormPart>>;
  /** What it refuses by beside what every route may. */
  readonly errors?: readonly ErrorCode[];
  readonly response: z.ZodType;
  readonly status?: 200 | 201 | 202;
};

/** Keeps the literal types of one route's schemas. */
export function defineRoute<const R extends Route>(route: R): R {
  return route;
}

export const apiPrefix = '/api/v1';

/** Carries the name of whoever asks, percent-encoded; a change without it was made by `local`. */
export const reviewerHeader = 'x-reviewer';
