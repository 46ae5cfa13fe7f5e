import type { Links } from '../media/links.ts';
import type { Job } from './job.ts';
import { progressLines } from './progress-lines.ts';

type Body = Record<string, unknown>;

/** The body of a status answer. */
export function statusBody(job: Job, position: number, wantsLogs: boolean, links: Links): Body {
  const about = { status: job.state, ...addressesOf(job, links) };
  if (job.state === 'IN_QUEUE') return { ...about, queue_position: position };
  const logs = wantsLogs ? progressLines(job, Date.now()) : null;
  if (job.state === 'IN_PROGRESS') return { ...about, logs };
  return { ...about, logs, metrics: metricsOf(job), ...errorOf(job) };
}

export function addressesOf({ id, endpoint }: Job, links: Links): Body {
  const address = links.link('queue.fal.run', `/${endpoint.app}/requests/${id}`);
  return {
    request_id: id,
    response_url: address,
    status_url: `${address}/status`,
    cancel_url: `${address}/cancel`,
  };
}

function metricsOf({ startedAt, completedAt }: Job): Body {
  return startedAt === null ? {} : { inference_time: (completedAt! - startedAt) / 1000 };
}

/** Failures of the platform show on the status too; those of the model only on the result. */
function errorOf({ outcome }: Job): Body {
  if (!outcome?.errorType) return {};
  const { detail } = JSON.parse(outcome.answer.body) as { detail: string };
  return { error: detail, error_type: outcome.errorType };
}
