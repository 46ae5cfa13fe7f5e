import { z } from 'zod';
import { defineRoute } from './route.ts';

/** Everything that can happen to a blueprint; each is one row of its append-only event table. */
export const eventTypes = [
  'blueprint_created',
  'blueprint_changed',
  /** With `jobId` where it was made from words. */
  'golden_added',
  'golden_changed',
  'golden_removed',
  /** Golden images are to be made from words: `jobIds`. */
  'golden_ordered',
  /** One such order that had failed is no longer shown. */
  'golden_order_dismissed',
  'defect_added',
  'defect_changed',
  'defect_removed',
  /** Its page in the defect book: `defectId`, and `changed` names the parts. */
  'book_page_changed',
  'real_sample_added',
  'real_sample_removed',
  'cut_out_added',
  'cut_out_removed',
  'cells_changed',
  'prompt_created',
  /** Another of the cell's prompts is the current one: `promptId`, and `from`. */
  'prompt_chosen',
  'jobs_queued',
  'job_started',
  'job_completed',
  'job_retrying',
  'job_failed',
  /** A remote job waits again, through no fault of its own: account, rate limit, restart. */
  'job_waiting',
  /** Key or balance of a provider's account: `code` and `message`, `null` when it works again. */
  'account_changed',
  /** What the blueprint's project allows, or where its spending stops. */
  'project_changed',
  /** How a request ended that a provider was asked to stop: `outcome` is `stopped` or `too_late`, `micros` what it cost. */
  'cancel_answered',
  'jobs_cancelled',
  'candidate_uploaded',
  /** A picture's mask has a new version: `candidateId`, `annotationId`, `version`. */
  'annotation_saved',
  'decisions_recorded',
  /** Which of two pictures is better, or `withdrawn`: `cellId`, `preferenceId`, `verdict`. */
  'preference_recorded',
  'release_created',
  /** A dataset version is to be prepared, is ready or failed: `versionId`, `state`. */
  'dataset_changed',
  /** Real pictures with labels were uploaded, looked through, imported or put away: `importId`, `state`. */
  'labels_changed',
  /** A release can be looked at by whoever has the link, or not any more: `number` and `linkId`. */
  'share_link_created',
  'share_link_revoked',
] as const;

export type EventType = (typeof eventTypes)[number];

export const eventSchema = z.object({
  blueprintId: z.uuid(),
  /** 1, 2, 3 … in each blueprint, without gaps, in the order of commit. */
  seq: z.number().int(),
  type: z.enum(eventTypes),
  actor: z.string(),
  at: z.string(),
  /** Ids and small facts: `jobId`, `cellId` (`null` for a golden image), `candidateId`, `cellIds`, `failure` … by type. */
  payload: z.record(z.string(), z.unknown()),
});
export type LiveEvent = z.infer<typeof eventSchema>;

export const listEvents = defineRoute({
  method: 'GET',
  path: '/blueprints/:blueprintId/events',
  summary: 'What happened to a blueprint after the event of a given number, a page at a time',
  params: z.object({ blueprintId: z.uuid() }),
  query: z.object({
    after: z.coerce.number().int().min(0).default(0),
    limit: z.coerce.number().int().min(1).max(1000).default(500),
  }),
  response: z.object({ events: z.array(eventSchema) }),
});

/**
 * The live view, over Socket.IO on the same port (path `/socket.io`).
 *
 * A page emits `subscribe` with the last `seq` it has seen; the server answers with how far it is, and
 * from then on emits every later event of that blueprint under its own type's name, in order and
 * without gaps. `job_progress` is the exception: it has no `seq`, is not kept, and may be dropped.
 */
export type JobProgress = {
  blueprintId: string;
  /** Or of the dataset version that is being prepared. */
  jobId: string;
  /** `null` for a golden image and a dataset version. */
  cellId: string | null;
  progress: number;
  estimated: boolean;
};

export type ServerToClient = { [T in EventType]: (event: LiveEvent) => void } & {
  job_progress: (progress: JobProgress) => void;
  /** Somebody deleted it, events and all: this is not one of them, and nothing follows. */
  blueprint_deleted: (gone: { blueprintId: string }) => void;
};

export type ClientToServer = {
  subscribe: (
    request: { blueprintId: string; after: number },
    answer: (result: { ok: true; seq: number } | { ok: false; message: string }) => void,
  ) => void;
  unsubscribe: (request: { blueprintId: string }) => void;
};
