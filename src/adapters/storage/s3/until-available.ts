import { setTimeout as delay } from 'node:timers/promises';
import { AppError } from '#core/app-error.ts';

/** Tries again, up to twice a second, while the work fails with `storage_unavailable` and there is patience left. */
export async function untilAvailable<T>(work: () => Promise<T>, patienceMs: number): Promise<T> {
  const startedAt = performance.now();
  for (;;) {
    try {
      return await work();
    } catch (error) {
      const mayPass = error instanceof AppError && error.code === 'storage_unavailable';
      if (!mayPass || performance.now() - startedAt >= patienceMs) throw error;
      await delay(500 + Math.random() * 500);
    }
  }
}
