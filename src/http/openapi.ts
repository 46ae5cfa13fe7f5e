import swagger from '@fastify/swagger';
import type { FastifyInstance } from 'fastify';
import { createJsonSchemaTransform, createJsonSchemaTransformObject } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { blueprintSchema, boardSchema, readinessSchema } from '#contract/blueprint.ts';
import { bookPageViewSchema } from '#contract/book.ts';
import { candidateSchema, decisionSchema } from '#contract/candidate.ts';
import { familySchema } from '#contract/catalogue.ts';
import { cellSchema, promptSchema } from '#contract/cell.ts';
import { defectSchema } from '#contract/defect.ts';
import { cutOutSchema } from '#contract/cut-out.ts';
import { labelImportSchema } from '#contract/label-import.ts';
import { realSampleSchema } from '#contract/real-sample.ts';
import { errorBodySchema } from '#contract/error.ts';
import { eventSchema } from '#contract/event.ts';
import { goldenSchema } from '#contract/golden.ts';
import { jobSchema } from '#contract/job.ts';
import { releasePosterSchema, releaseSchema } from '#contract/release.ts';
import { apiPrefix, type FormPart } from '#contract/route.ts';

declare module 'fastify' {
  interface FastifyContextConfig {
    form?: Readonly<Record<string, FormPart>>;
  }
}

/** Schemas that the document names instead of repeating them. */
const named = z.registry<{ id: string }>();
const names: Record<string, z.ZodType> = {
  Blueprint: blueprintSchema,
  Board: boardSchema,
  BookPage: bookPageViewSchema,
  Candidate: candidateSchema,
  Cell: cellSchema,
  Decision: decisionSchema,
  Defect: defectSchema,
  RealSample: realSampleSchema,
  CutOut: cutOutSchema,
  Error: errorBodySchema,
  Event: eventSchema,
  Family: familySchema,
  Golden: goldenSchema,
  Job: jobSchema,
  LabelImport: labelImportSchema,
  Prompt: promptSchema,
  Readiness: readinessSchema,
  Release: releaseSchema,
  ReleasePoster: releasePosterSchema,
};
for (const [id, schema] of Object.entries(names)) named.add(schema, { id });

/** Describes every route that is registered after it, at `/api/v1/openapi.json`. */
export async function describeApi(app: FastifyInstance): Promise<void> {
  await app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: {
        title: 'Red Rabbit',
        version: '1',
        description:
          'Training data for visual inspection, made from photos of good parts. The header `X-Reviewer` (a name of 1 to 60 characters, percent-encoded) says who asks; without it that is `local`.',
      },
    },
    transform: (route) => {
      const { schema, url } = transform(route);
      const form = route.route.config?.form;
      return { schema: form === undefined ? schema : { ...schema, body: formSchema(form) }, url };
    },
    transformObject: (document) =>
      dropUnusedSchemas(createJsonSchemaTransformObject({ schemaRegistry: named })(document)),
  });
  let text: string | null = null;
  app.get(`${apiPrefix}/openapi.json`, { schema: { hide: true } }, async (_, reply) => {
    text ??= JSON.stringify(app.swagger());
    return reply.type('application/json').serializer(String).send(text);
  });
}

const transform = createJsonSchemaTransform({ schemaRegistry: named });

/** OpenAPI 3.1's way of saying which files a multipart body carries. */
function formSchema(form: Readonly<Record<string, FormPart>>): object {
  const file = { type: 'string', contentMediaType: 'application/octet-stream' };
  const types = { file, files: { type: 'array', items: file }, text: { type: 'string' } };
  return {
    type: 'object',
    properties: Object.fromEntries(
      Object.entries(form).map(([name, part]) => [
        name,
        { ...types[part.kind], description: part.description },
      ]),
    ),
    required: Object.keys(form).filter((name) => form[name]?.required),
  };
}

/** Every named schema comes twice, as input and as output, and few are ever both. */
function dropUnusedSchemas<D extends object>(document: D): D {
  const { components }: { components?: { schemas?: Record<string, unknown> } } = document;
  const schemas = { ...components?.schemas };
  for (let before = Infinity; Object.keys(schemas).length < before;) {
    before = Object.keys(schemas).length;
    const text = JSON.stringify({ ...document, components: { schemas } });
    for (const name of Object.keys(schemas)) {
      if (!text.includes(`"#/components/schemas/${name}"`)) delete schemas[name];
    }
  }
  return { ...document, components: { ...components, schemas } };
}
