import { z } from 'zod';
import { providerNames } from '#core/remote/provider-names.ts';
import { nextPage, pageQuery } from './page.ts';
import { defineRoute } from './route.ts';

const modelSchema = z.object({
  id: z.string(),
  label: z.string(),
  summary: z.string(),
  /** Of one picture of a megapixel; an estimate where the provider publishes no price. */
  micros: z.number().int().nonnegative(),
  /** What that is the price of: a larger picture costs more where it is the megapixel. */
  unit: z.enum(['megapixel', 'image']),
  isEstimate: z.boolean(),
  isDefault: z.boolean(),
});

/** Amounts are in millionths of a US dollar: `40000` is four cents. */
const micros = z.number().int().nonnegative();

export const providerSchema = z.object({
  name: z.enum(providerNames),
  label: z.string(),
  /** False without a key. */
  isConfigured: z.boolean(),
  /** True where nothing may leave this machine. */
  isForbidden: z.boolean(),
  /** Why this installation cannot use it, and what to do about it; `null`: it can. */
  obstacle: z.string().nullable(),
  /** One sentence: what of the photos leaves this machine, and where to. */
  disclosure: z.string(),
  models: z.array(modelSchema),
  /** Golden images made from words: what leaves the machine for them, and by which models; `null` where it makes none. */
  words: z.object({ disclosure: z.string(), models: z.array(modelSchema) }).nullable(),
  /** Requests that it works on at once, and how many are under way. */
  slots: z.number().int(),
  held: z.number().int(),
  /** Key or balance: jobs wait, and go on by themselves when it is mended. */
  trouble: z.object({ code: z.string(), message: z.string(), since: z.string() }).nullable(),
});
export type ProviderView = z.infer<typeof providerSchema>;

export const listProviders = defineRoute({
  method: 'GET',
  path: '/providers',
  summary: 'Who can make pictures elsewhere, for what price, and whether that works here and now',
  response: z.object({ providers: z.array(providerSchema) }),
});

/** What keeps pictures from being made elsewhere: each goes on by itself once it is mended. */
export const waitingReasons = ['account', 'cap', 'not_allowed', 'no_egress', 'no_key'] as const;

export const waitingSchema = z.object({
  reason: z.enum(waitingReasons),
  provider: z.string(),
  /** What is the matter, and what to do. */
  message: z.string(),
  /** Since when the account is in trouble. */
  since: z.string().nullable(),
  /** Pictures that wait for it. */
  pictures: z.number().int(),
});
export type WaitingView = z.infer<typeof waitingSchema>;

/** Cancelled pictures that a provider was asked to stop, and that may still be finished and billed. */
export const stoppingSchema = z.object({
  provider: z.string(),
  pictures: z.number().int(),
  /** Put aside for them until it is known. */
  micros,
});
export type StoppingView = z.infer<typeof stoppingSchema>;

export const projectSchema = z.object({
  id: z.uuid(),
  name: z.string(),
  /** Those that may be sent the project's photos. */
  providers: z.array(z.enum(providerNames)),
  /** Where spending stops; `null`: nowhere. */
  capMicros: micros.nullable(),
  spentMicros: micros,
  /** Put aside for requests that are under way. */
  reservedMicros: micros,
});
export type ProjectView = z.infer<typeof projectSchema>;

export const listProjects = defineRoute({
  method: 'GET',
  path: '/projects',
  summary: 'Projects, oldest first, a page at a time, with what they allow and have spent',
  query: z.object(pageQuery({ most: 200, usual: 100 })),
  response: z.object({ projects: z.array(projectSchema), next: nextPage }),
});

export const getProject = defineRoute({
  method: 'GET',
  path: '/projects/:projectId',
  summary: 'One project, with what it allows and has spent',
  params: z.object({ projectId: z.uuid() }),
  response: projectSchema,
});

export const changeProject = defineRoute({
  method: 'PATCH',
  path: '/projects/:projectId',
  summary: 'Allow or forbid a provider, or set where spending stops',
  params: z.object({ projectId: z.uuid() }),
  body: z.object({
    /** All that are allowed from now on. */
    providers: z.array(z.enum(providerNames)).max(10).optional(),
    capMicros: micros.max(1_000_000_000_000).nullable().optional(),
  }),
  response: projectSchema,
});

export const listSpending = defineRoute({
  method: 'GET',
  path: '/blueprints/:blueprintId/spending',
  summary: 'What a blueprint’s pictures have cost, by model',
  params: z.object({ blueprintId: z.uuid() }),
  response: z.object({
    totalMicros: micros,
    models: z.array(
      z.object({
        provider: z.string(),
        model: z.string(),
        pictures: z.number().int(),
        units: z.number(),
        micros,
        /** Of it, expected rather than billed. */
        estimatedMicros: micros,
      }),
    ),
  }),
});
