import { type Kysely, sql } from 'kysely';

/** Where the product is as a person corrected it, and where marks are placed; regions get polygons. */
export async function up(db: Kysely<never>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db);
}

const statements = [
  `alter table golden_image add foreground_hash text`,
  `alter table cell add placement text not null default 'prior' check (placement in ('prior', 'free', 'region'))`,
  `update cell set placement = 'region', region = '{"polygons": []}' || region where region is not null`,
  `alter table cell add constraint cell_region_is_drawn check (placement <> 'region' or region is not null)`,
  `update job set drawing = drawing || jsonb_build_object(
    'foreground', null,
    'placement', case when jsonb_typeof(drawing->'region') = 'object' then 'region' else 'prior' end
  )`,
];
