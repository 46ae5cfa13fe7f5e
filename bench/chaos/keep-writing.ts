import { setTimeout as delay } from 'node:timers/promises';
import sharp from 'sharp';
import { verdicts } from '#core/review/decision.ts';
import { recordDecisions, uploadCandidate } from '#contract/candidate.ts';
import type { Random } from '#core/random.ts';
import { call, fileForm, Refusal } from '../../test/support/api.ts';

/** Somebody who uploads pictures and decides on them, at any web process, whatever happens to it. */
export type Writer = {
  /** What the server said it has kept: ids of candidates, and the notes of decisions, each of which is written once. */
  readonly acknowledged: { uploads: string[]; notes: string[] };
  /** Requests that were cut off, or refused with a sentence that says to try again. */
  readonly refused: () => number;
  /** What else was answered: nothing that happens here may lead to it. */
  readonly unexplained: string[];
  stop(): Promise<void>;
};

const passing = new Set(['database_unavailable', 'storage_unavailable']);

export function keepWriting(
  addresses: readonly string[],
  at: { blueprintId: string; cellId: string },
  { random }: { random: Random },
): Writer {
  const acknowledged: Writer['acknowledged'] = { uploads: [], notes: [] };
  const unexplained: string[] = [];
  let refused = 0;
  const ending = new AbortController();

  const upload = async (address: string): Promise<void> => {
    const { cellId } = at;
    const body = fileForm('picture', 'own.png', await noise(random));
    body.append('box', JSON.stringify({ x: 4, y: 4, width: 9, height: 9 }));
    const { id } = await call(address, uploadCandidate, { params: { cellId }, body });
    acknowledged.uploads.push(id);
  };
  const decide = async (address: string, turn: number): Promise<void> => {
    const { blueprintId } = at;
    const candidateId = random.pick(acknowledged.uploads);
    const note = `decision ${turn}`;
    const decision = { candidateId, verdict: random.pick(verdicts), note };
    await call(address, recordDecisions, {
      params: { blueprintId },
      body: { decisions: [decision] },
    });
    acknowledged.notes.push(note);
  };

  const write = async (): Promise<void> => {
    for (let turn = 1; !ending.signal.aborted; turn++) {
      const address = random.pick(addresses);
      const isUpload = acknowledged.uploads.length === 0 || random.chance(0.4);
      await (isUpload ? upload(address) : decide(address, turn)).catch((error: unknown) => {
        // What `fetch` throws when the other side is gone, or goes, is a TypeError.
        if (error instanceof TypeError || (error instanceof Refusal && passing.has(error.code))) refused++;
        else unexplained.push(String(error));
      });
      await delay(random.between(20, 150));
    }
  };
  const writing = write();
  return {
    acknowledged,
    refused: () => refused,
    unexplained,
    async stop() {
      ending.abort();
      await writing;
    },
  };
}

/** No two are the same: each is an object of its own. */
async function noise(random: Random): Promise<Uint8Array<ArrayBuffer>> {
  const pixels = Buffer.from(Array.from({ length: 48 * 48 * 3 }, () => random.integer(0, 255)));
  const raw = { width: 48, height: 48, channels: 3 as const };
  return new Uint8Array(await sharp(pixels, { raw }).png().toBuffer());
}
