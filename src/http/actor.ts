import type { FastifyRequest } from 'fastify';
import { AppError } from '#core/app-error.ts';
import { reviewerHeader } from '#contract/route.ts';
import { checkReviewerName, unnamedReviewer } from '#core/review/reviewer-name.ts';

/** Who did it: the name that came with the request. There are no accounts, so nobody checks whether it is theirs. */
export function actorOf({ headers }: Pick<FastifyRequest, 'headers'>): string {
  const sent = headers[reviewerHeader];
  if (sent === undefined) return unnamedReviewer;
  const checked = checkReviewerName(decode(String(sent)));
  if (checked.ok) return checked.value;
  throw new AppError('bad_request', `The header X-Reviewer cannot be used. ${checked.message}`);
}

function decode(sent: string): string {
  try {
    return decodeURIComponent(sent);
  } catch (cause) {
    throw new AppError(
      'bad_request',
      'The header X-Reviewer was not understood: send the name percent-encoded, as UTF-8.',
      { cause },
    );
  }
}
