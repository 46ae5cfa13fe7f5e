import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { AppError } from '#core/app-error.ts';
import { apiPrefix } from '#contract/route.ts';
import { getSharedRelease } from '#contract/share-link.ts';
import type { PosterPart } from '#db/share-links.ts';
import { findSharedPicture } from '#services/sharing/find-shared-picture.ts';
import { openSharedRelease } from '#services/sharing/open-shared-release.ts';
import type { Context } from '#context.ts';
import { createGuessLimit } from '../guess-limit.ts';
import { handle } from '../handle.ts';
import { sendFile } from '../send-file.ts';
import { sharedReleaseView } from '../views/share-link.ts';

/** Far more than somebody with an old link asks for, far fewer than a program that tries links. */
const wrongPerMinute = 120;

const pictureSchema = z.object({
  token: z.string(),
  place: z
    .string()
    .regex(/^\d{1,6}$/)
    .transform(Number),
});

/**
 * All that a link opens. Pictures pass through here wherever they are stored, and are kept nowhere on the way: a link
 * that is revoked shows nothing from that moment.
 */
export function registerShared(app: FastifyInstance, context: Context): void {
  const guesses = createGuessLimit({ most: wrongPerMinute, perMs: 60_000 });
  const guarded = async <T>(request: FastifyRequest, reply: FastifyReply, open: () => Promise<T>) => {
    void reply.header('cache-control', 'no-store');
    const waitSeconds = guesses.waitSeconds(request.ip, Date.now());
    if (waitSeconds > 0) {
      void reply.header('retry-after', waitSeconds);
      throw new AppError(
        'too_many_requests',
        'Too many links that open nothing were asked for from this address. Wait a minute, then try again.',
      );
    }
    try {
      return await open();
    } catch (error) {
      if (error instanceof AppError && error.code === 'not_found') guesses.count(request.ip, Date.now());
      throw error;
    }
  };

  handle(app, getSharedRelease, ({ params: { token }, request, reply }) =>
    guarded(request, reply, async () => sharedReleaseView(await openSharedRelease(context, token), token)),
  );

  const serve = (address: string, part: PosterPart, type: string): void => {
    const options = { schema: { hide: true, params: pictureSchema } };
    app.get(`${apiPrefix}/shared/:token/${address}`, options, async (request, reply) => {
      // Fastify has parsed them with this schema.
      const { token, place } = request.params as z.output<typeof pictureSchema>;
      const hash = await guarded(request, reply, () => findSharedPicture(context, token, part, place));
      return sendFile(context, request, reply, type, hash);
    });
  };
  serve('goldens/:place/large-thumbnail.webp', 'golden', 'image/webp');
  serve('candidates/:place/picture.png', 'candidate', 'image/png');
  serve('annotations/:place/mask.png', 'annotation', 'image/png');
}
