import { type Attributes, SpanKind, SpanStatusCode, trace } from '@opentelemetry/api';
import type { LogEvent } from 'kysely';

/** An empty shell until `start-telemetry.ts` fills it. */
const tracer = trace.getTracer('redrabbit');

/** Measures `work`; what happens in it counts as part of it. */
export async function inSpan<T>(name: string, attributes: Attributes, work: () => Promise<T>): Promise<T> {
  return tracer.startActiveSpan(name, { attributes }, async (span) => {
    try {
      return await work();
    } catch (error) {
      span.setStatus({ code: SpanStatusCode.ERROR, message: String(error) });
      throw error;
    } finally {
      span.end();
    }
  });
}

/** A query that was made as part of something measured. Its values stay here: only its text is told. */
export function traceQuery(event: LogEvent): void {
  if (trace.getActiveSpan() === undefined) return;
  const end = Date.now();
  const span = tracer.startSpan(event.query.sql.trimStart().slice(0, 40), {
    kind: SpanKind.CLIENT,
    startTime: end - event.queryDurationMillis,
    attributes: { 'db.system.name': 'postgresql', 'db.query.text': event.query.sql },
  });
  if (event.level === 'error') span.setStatus({ code: SpanStatusCode.ERROR, message: String(event.error) });
  span.end(end);
}

/** Which trace a line in the log belongs to. */
export function idsOfTrace(): { traceId?: string } {
  const span = trace.getActiveSpan();
  return span === undefined ? {} : { traceId: span.spanContext().traceId };
}
