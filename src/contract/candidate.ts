import { pictureKinds } from '#core/blueprint/picture-kind.ts';
import { severities } from '#core/prompt/parameters.ts';
import { verdicts } from '#core/review/decision.ts';
import { z } from 'zod';
import { flag } from './flag.ts';
import { nextPage, pageQuery } from './page.ts';
import { defineRoute } from './route.ts';
import { writtenText } from './written-text.ts';

export const verdictSchema = z.enum(verdicts);
/** `imported` is from the earlier prototype. */
export const candidateSources = ['generated', 'uploaded', 'imported'] as const;

const boxSchema = z.object({ x: z.number(), y: z.number(), width: z.number(), height: z.number() });

export const candidateSchema = z.object({
  id: z.uuid(),
  cellId: z.uuid(),
  goldenId: z.uuid(),
  /** That of its cell: what the picture was made for, and what it counts for. */
  defectId: z.uuid(),
  /** `allowed-variation`: a picture of a good part; nothing in it is labelled. */
  kind: z.enum(pictureKinds),
  /** Where the picture came from. */
  source: z.enum(candidateSources),
  verdict: verdictSchema,
  /** Ids of its defect's list. */
  reasons: z.array(z.string()),
  note: z.string().nullable(),
  /** Two reviewers' newest verdicts are opposite; `verdict` is the newest of all. */
  disputed: z.boolean(),
  width: z.number().int(),
  height: z.number().int(),
  /** Pixels in the mask, and the tight box and the defect of each connected mark. */
  area: z.number().int(),
  instances: z.array(z.object({ defectId: z.uuid(), box: boxSchema, area: z.number().int() })),
  /** What the generator drew, labelled or not, in units of the surface's own variation. */
  drawn: z.array(
    z.object({
      defectId: z.uuid(),
      box: boxSchema.nullable(),
      aimed: z.object({
        severity: z.enum([...severities, 'allowed']),
        min: z.number(),
        max: z.number(),
        units: z.number(),
      }),
      cameOut: z.number(),
      reached: z.boolean(),
      /** Real samples that it was drawn by. */
      fittedTo: z.number().int().nullable(),
    }),
  ),
  /** Other defects that were to be in the picture, in the order of drawing, with their prompts. */
  companions: z.array(z.object({ defectId: z.uuid(), promptId: z.uuid(), promptText: z.string() })),
  /** Those of them that found no place. */
  leftOut: z.array(z.object({ defectId: z.uuid(), reason: z.string() })),
  promptId: z.uuid().nullable(),
  promptText: z.string().nullable(),
  /** Unsigned 32 bits; `null` for uploaded pictures. */
  seed: z.number().nullable(),
  generator: z.string().nullable(),
  /** How clearly its strongest mark shows, in units of the surface's own variation; `null` where nobody knows. */
  score: z.number().nullable(),
  measured: z.record(z.string(), z.unknown()),
  pictureUrl: z.string(),
  thumbnailUrl: z.string(),
  /** 8-bit grey PNG of the picture's size, 0 or 255. */
  maskUrl: z.string(),
  goldenUrl: z.string(),
  createdAt: z.string(),
});
export type CandidateView = z.infer<typeof candidateSchema>;
export type Verdict = z.infer<typeof verdictSchema>;

export const listCandidates = defineRoute({
  method: 'GET',
  path: '/blueprints/:blueprintId/candidates',
  summary: 'Candidates in the order they were made, a page at a time',
  params: z.object({ blueprintId: z.uuid() }),
  query: z.object({
    verdict: verdictSchema.optional(),
    cellId: z.uuid().optional(),
    goldenId: z.uuid().optional(),
    defectId: z.uuid().optional(),
    kind: z.enum(pictureKinds).optional(),
    /** Those on which reviewers disagree, or the others. */
    disputed: flag.optional(),
    minScore: z.coerce.number().optional(),
    maxScore: z.coerce.number().optional(),
    ...pageQuery({ most: 500, usual: 200 }),
  }),
  response: z.object({
    candidates: z.array(candidateSchema),
    next: nextPage,
    /** Of all that the other filters let through, whatever their verdict. */
    counts: z.object({
      approved: z.number(),
      rejected: z.number(),
      undecided: z.number(),
      /** Whether or not `disputed` is asked for. */
      disputed: z.number(),
    }),
  }),
});

export const getCandidate = defineRoute({
  method: 'GET',
  path: '/candidates/:candidateId',
  summary: 'One candidate',
  params: z.object({ candidateId: z.uuid() }),
  response: candidateSchema,
});

export const decisionSchema = z.object({
  candidateId: z.uuid(),
  verdict: verdictSchema,
  /** Ids of the list of the picture's defect. */
  reasons: z.array(z.string().min(1).max(100)).max(9).default([]),
  note: writtenText(2000).nullable().default(null),
});

export const recordDecisions = defineRoute({
  method: 'POST',
  path: '/blueprints/:blueprintId/decisions',
  summary: 'Record decisions, one or many at once; earlier ones are kept',
  params: z.object({ blueprintId: z.uuid() }),
  body: z.object({ decisions: z.array(decisionSchema).min(1).max(10_000) }),
  response: z.object({
    /** The candidates as they are now. */
    decided: z.array(
      z.object({
        candidateId: z.uuid(),
        verdict: verdictSchema,
        reasons: z.array(z.string()),
        disputed: z.boolean(),
      }),
    ),
    /** As they were before: sending these back is the undo. */
    before: z.array(decisionSchema),
  }),
});

export const listDecisions = defineRoute({
  method: 'GET',
  path: '/candidates/:candidateId/decisions',
  summary: 'Every decision on a candidate, newest first, at most 500',
  params: z.object({ candidateId: z.uuid() }),
  response: z.object({
    decisions: z.array(
      z.object({
        verdict: verdictSchema,
        /** Each with the words it had then. */
        reasons: z.array(z.object({ id: z.string(), label: z.string() })),
        note: z.string().nullable(),
        author: z.string(),
        at: z.string(),
        /** The newest of its author: it counts as their verdict. */
        isNewest: z.boolean(),
      }),
    ),
  }),
});
export type DecisionView = z.output<typeof listDecisions.response>['decisions'][number];

export const uploadCandidate = defineRoute({
  method: 'POST',
  path: '/cells/:cellId/uploads',
  summary:
    'Add one’s own picture to a cell (multipart): file `picture`, and file `mask` (a PNG of the same size, marks white) or field `box` (JSON, pixels)',
  params: z.object({ cellId: z.uuid() }),
  multipart: true,
  form: {
    picture: { kind: 'file', required: true, description: 'JPEG, PNG or WebP with the defect on it' },
    mask: { kind: 'file', required: false, description: 'PNG of the same size, marks white on black' },
    box: {
      kind: 'text',
      required: false,
      description: 'Instead of a mask: {"x", "y", "width", "height"} in pixels',
    },
  },
  status: 201,
  response: candidateSchema,
});
