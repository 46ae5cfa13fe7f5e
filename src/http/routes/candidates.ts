import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { AppError } from '#core/app-error.ts';
import { getCandidateIndex } from '#contract/candidate-index.ts';
import {
  getCandidate,
  listCandidates,
  listDecisions,
  recordDecisions,
  uploadCandidate,
} from '#contract/candidate.ts';
import { findCandidate } from '#db/candidate-records.ts';
import { readCandidateIndex } from '#services/read-candidate-index.ts';
import * as listing from '#services/list-candidates.ts';
import { noSuchCandidate, readDecisions } from '#services/read-decisions.ts';
import * as recording from '#services/record-decisions.ts';
import * as uploading from '#services/upload-candidate.ts';
import type { Context } from '#context.ts';
import { handle } from '../handle.ts';
import { readForm, requireWhole } from '../read-files.ts';
import { candidateView } from '../views/candidate.ts';
import { candidateIndexView } from '../views/candidate-index.ts';
import { decisionView } from '../views/decision.ts';

const boxSchema = z.object({
  x: z.number().int(),
  y: z.number().int(),
  width: z.number().int(),
  height: z.number().int(),
});

export function registerCandidates(app: FastifyInstance, context: Context): void {
  handle(app, listCandidates, async ({ params, query }) => {
    const { rows, next, counts } = await listing.listCandidates(context, params.blueprintId, query);
    return { candidates: rows.map(candidateView), next, counts };
  });

  handle(app, getCandidateIndex, async ({ params, query }) =>
    candidateIndexView(await readCandidateIndex(context, params.blueprintId, query)),
  );

  handle(app, getCandidate, async ({ params }) => {
    const candidate = await findCandidate(context.db, params.candidateId);
    if (candidate === undefined) throw noSuchCandidate();
    return candidateView(candidate);
  });

  handle(app, listDecisions, async ({ params }) => ({
    decisions: (await readDecisions(context, params.candidateId)).map(decisionView),
  }));

  handle(app, recordDecisions, async ({ params, body, actor }) => {
    const { decided, before } = await recording.recordDecisions(
      context,
      params.blueprintId,
      body.decisions,
      actor,
    );
    return {
      decided: decided.map(({ candidateId, verdict, reasons, disputed }) => ({
        candidateId,
        verdict,
        reasons,
        disputed,
      })),
      before: before.map(({ id, verdict, reasons, note }) => ({ candidateId: id, verdict, reasons, note })),
    };
  });

  handle(app, uploadCandidate, async ({ params, request, actor }) => {
    const { files, fields } = await readForm(request);
    const picture = files.get('picture');
    if (picture === undefined)
      throw new AppError('bad_request', 'No picture came with the request. Choose one.');
    const mask = files.get('mask');
    for (const file of files.values()) requireWhole(file);
    const marking = mask === undefined ? { box: readBox(fields.get('box')) } : { mask: mask.bytes };
    return candidateView(
      await uploading.uploadCandidate(context, params.cellId, { picture, marking }, actor),
    );
  });
}

function readBox(text: string | undefined): z.infer<typeof boxSchema> {
  if (text === undefined) {
    throw new AppError('bad_request', 'The picture came without a mask or a box. Say where the defect is.');
  }
  try {
    return boxSchema.parse(JSON.parse(text));
  } catch (cause) {
    throw new AppError(
      'bad_request',
      'The box was not understood: send {"x", "y", "width", "height"} in whole pixels.',
      {
        cause,
      },
    );
  }
}
