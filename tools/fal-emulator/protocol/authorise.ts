import { jsonAnswer, type Answer } from '../answer.ts';

/** The account behind the keys: which keys are good, and whether the balance is used up. */
export type Account = {
  /** What fal answers instead of serving the request; `null` when it may go on. */
  refuse(authorization: string | undefined, app: string): Answer | null;
  lock(): void;
  unlock(): void;
};

/** `keys` as `id:secret`; `null` takes any key of that form. */
export function createAccount(keys: readonly string[] | null): Account {
  let isLocked = false;
  return {
    refuse(authorization, app) {
      const key = /^key (.+)$/i.exec(authorization ?? '')?.[1];
      if (key === undefined) return jsonAnswer(401, { detail: noKey(app) });
      const isGood = keys ? keys.includes(key) : /^[^:\s]+:[^:\s]+$/.test(key);
      if (!isGood) return jsonAnswer(401, { detail: 'invalid key credentials' });
      return isLocked ? jsonAnswer(403, { detail: lockedSentence }) : null;
    },
    lock: () => void (isLocked = true),
    unlock: () => void (isLocked = false),
  };
}

export const lockedSentence =
  'User is locked. Reason: Exhausted balance. Top up your balance at fal.ai/dashboard/billing.';

function noKey(app: string): string {
  return `Cannot access application "${app}". Authentication is required to access this application.`;
}
