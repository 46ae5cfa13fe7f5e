import { type Kysely, sql } from 'kysely';

/** Scale, region and drawing settings. What a job was told is kept with it, so that it can be told again. */
export async function up(db: Kysely<never>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db);
}

const statements = [
  `alter table golden_image add mm_per_pixel double precision check (mm_per_pixel > 0)`,
  `alter table cell add region jsonb`,
  `alter table job add drawing jsonb not null
    default '{"region": null, "mmPerPixel": null, "barelyVisibleShare": 0.12, "variants": 1}'`,
  `alter table job alter drawing drop default`,
  `update blueprint set settings = settings || '{"drawing": {"barelyVisibleShare": 0.12, "variants": 1}}'`,
];
