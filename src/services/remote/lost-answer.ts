import { changeStage, findRemoteAttempt, waitLongerForMessages } from '#db/remote-attempts.ts';
import type { AttemptStage } from '#db/schema/job-tables.ts';
import type { Context } from '#context.ts';
import type { Attempt } from '../generation/attempt.ts';
import { failRemote } from './fail-remote.ts';
import { type RemoteGenerator, remoteGenerators } from './gate.ts';
import { expectedBill, free } from './remote-settlement.ts';

/**
 * Nobody knows whether the request arrived. With webhooks its token will tell; without, nothing ever would,
 * and sending it again could buy it twice.
 */
export async function waitForLostAnswer(
  context: Context,
  generator: RemoteGenerator,
  attempt: Attempt,
): Promise<void> {
  const { hasWebhooks, patience } = generator.remote;
  if (!hasWebhooks) return giveUpLostAnswer(context, generator, attempt, 'sending');
  const until = new Date(context.now().getTime() + patience.lostAnswerMs);
  await changeStage(context.db, attempt.id, ['sending'], {
    stage: 'unknown',
    look_at: until,
    give_up_at: until,
  });
}

/** Providers repeat a message for two hours (fal: ten times); after three nothing comes any more. */
const messagesRepeatedMs = 3 * 3600_000;

/**
 * A program starts: it may be the one that messages come to, and while it was away none could. The wait for those that
 * are to tell of a lost answer begins anew, lest what was bought is ordered again at once.
 */
export async function resumeWaiting(context: Pick<Context, 'db' | 'generators' | 'now'>): Promise<void> {
  const now = context.now().getTime();
  for (const { name, remote } of remoteGenerators(context)) {
    if (!remote.hasWebhooks) continue;
    await waitLongerForMessages(context.db, {
      provider: name,
      since: new Date(now - messagesRepeatedMs),
      until: new Date(now + remote.patience.lostAnswerMs),
    });
  }
}

/**
 * No message came for it. Where one would have come it is sent again, as any failure; where none can come,
 * only the user may decide that. Counted as bought either way: a cap must hold. Nothing is done if a message came after all.
 */
export async function giveUpLostAnswer(
  context: Context,
  { remote: { hasWebhooks } }: RemoteGenerator,
  attempt: Attempt,
  stage: AttemptStage,
): Promise<void> {
  const found = await findRemoteAttempt(context.db, attempt.id);
  const failure = {
    retryable: hasWebhooks,
    stage,
    code: 'answer_lost',
    message: hasWebhooks
      ? 'The connection broke while this picture was being ordered, and no answer came since; it is ordered again.'
      : 'The connection broke while this picture was being ordered, so it may have been bought. It was not ordered a second time: generate it again if you want to.',
  };
  await failRemote(context, attempt, failure, found === undefined ? free : expectedBill(found));
}
