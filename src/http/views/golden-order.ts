import type { GoldenOrderView } from '#contract/golden-order.ts';
import type { GoldenOrder } from '#db/golden-orders.ts';

export function goldenOrderView(row: GoldenOrder): GoldenOrderView {
  return {
    id: row.id,
    words: row.words,
    width: row.width,
    height: row.height,
    provider: row.generator,
    model: row.model ?? '',
    state: row.state,
    progress: row.progress,
    estimated: row.progress_estimated,
    failedAttempts: row.failed_attempts,
    failure: row.failure,
    createdAt: row.created_at.toISOString(),
  };
}
