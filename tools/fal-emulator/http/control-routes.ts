import type { FastifyInstance, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { mixedFaults } from '../faults/mixed-faults.ts';
import { scriptSchema } from '../faults/rule.ts';
import type { Platform } from '../platform.ts';
import { readStats } from '../stats.ts';

const rotateSchema = z.strictObject({ keepOld: z.boolean().default(true) });
const mixedSchema = z.strictObject({ rate: z.number().min(0).max(1) });

/** What fal has no address for: the script of faults, the books, the account. */
export function registerControls(app: FastifyInstance, platform: Platform): void {
  const { script, account, keys, queue, ledger, log } = platform;
  const controls: Record<string, (input: unknown) => void> = {
    script: (input) => script.replace(scriptSchema.parse(input).rules),
    'mixed-faults': (input) => script.replace(mixedFaults(mixedSchema.parse(input).rate)),
    lock: () => account.lock(),
    unlock: () => account.unlock(),
    'rotate-keys': (input) => keys.rotate(rotateSchema.parse(input).keepOld),
    release: () => queue.release(),
  };
  for (const [name, act] of Object.entries(controls)) {
    app.post(`/__emulator/${name}`, async (request, reply) => {
      try {
        act(jsonOf(request));
        return { done: name };
      } catch (error) {
        const message = error instanceof z.ZodError ? z.prettifyError(error) : 'The body is not JSON.';
        return reply.code(400).send({ error: message });
      }
    });
  }
  app.get('/__emulator/stats', async () => readStats(platform));
  app.get('/__emulator/purchases', async () => ledger.purchases());
  app.get('/__emulator/log', async () => log.entries());
}

function jsonOf({ body }: FastifyRequest): unknown {
  return Buffer.isBuffer(body) && body.length > 0 ? JSON.parse(body.toString('utf8')) : {};
}
