import { eventTypes, type JobProgress, type LiveEvent } from '#contract/event.ts';
import { affectedKeys } from './affected-keys.ts';
import { stepCursor } from './cursor.ts';
import { readDecisions, type RecordedDecision } from './read-decisions.ts';
import type { ProgressStore } from './progress-store.ts';
import type { LiveSocket } from './socket.ts';

type Watch = {
  readonly socket: LiveSocket;
  readonly blueprintId: string;
  /** The newest event that the page's data includes. */
  readonly after: number;
  readonly outdated: (keys: (readonly string[])[]) => void;
  readonly decided: (decisions: readonly RecordedDecision[]) => void;
  /** Every event that is news. */
  readonly noted: (event: LiveEvent) => void;
  readonly progress: ProgressStore;
};

/**
 * Follows a blueprint's events from `after` on and says which data they make out of date; returns how to
 * stop. After a reconnect it asks again from the last event it saw. What the page can then not account
 * for, a gap in the numbers, makes everything of the blueprint out of date.
 */
export function watchBlueprint({
  socket,
  blueprintId,
  after,
  outdated,
  decided,
  noted,
  progress,
}: Watch): () => void {
  let last = after;
  const everything = () => outdated([['blueprint', blueprintId]]);

  const subscribe = () => {
    socket.emit('subscribe', { blueprintId, after: last }, (answer) => {
      if (!answer.ok) everything();
    });
  };

  let connectedBefore = socket.connected;
  const onConnect = () => {
    subscribe();
    // An answer that was on its way when the connection broke is lost, though its event was seen.
    if (connectedBefore) everything();
    connectedBefore = true;
  };

  const onEvent = (event: LiveEvent) => {
    if (event.blueprintId !== blueprintId) return;
    const step = stepCursor(last, event.seq);
    last = step.seq;
    if (step.kind === 'old') return;
    noted(event);
    // Whatever begins anew begins at nothing.
    const { jobId, versionId, importId } = event.payload;
    const id = jobId ?? versionId ?? importId;
    if (typeof id === 'string' && event.type !== 'job_completed') progress.reset(id);
    if (step.kind === 'gap') return everything();
    decided(readDecisions(event) ?? []);
    outdated(affectedKeys(event));
  };

  const onProgress = (message: JobProgress) => {
    if (message.blueprintId === blueprintId)
      progress.report(message.jobId, message.progress, message.estimated);
  };

  const onDeleted = (gone: { blueprintId: string }) => {
    if (gone.blueprintId === blueprintId) everything();
  };

  for (const type of eventTypes) socket.on(type, onEvent);
  socket.on('blueprint_deleted', onDeleted);
  socket.on('job_progress', onProgress);
  socket.on('connect', onConnect);
  if (socket.connected) subscribe();

  return () => {
    for (const type of eventTypes) socket.off(type, onEvent);
    socket.off('blueprint_deleted', onDeleted);
    socket.off('job_progress', onProgress);
    socket.off('connect', onConnect);
    if (socket.connected) socket.emit('unsubscribe', { blueprintId });
  };
}
