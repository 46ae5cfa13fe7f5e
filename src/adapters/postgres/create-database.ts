import pg from 'pg';

/**
 * Makes a database on the server that `url` points to, as a copy of `template` if one is named (nobody may be
 * connected to the template then). Copying through the log takes about 85 ms; copying files takes seven times that.
 * @returns the address of the new database
 */
export async function createDatabase(url: string, name: string, template?: string): Promise<string> {
  await withMaintenance(url, (client) => {
    const copy = template === undefined ? '' : ` template ${pg.escapeIdentifier(template)}`;
    return client.query(`create database ${pg.escapeIdentifier(name)}${copy}`);
  });
  return databaseUrl(url, name);
}

/** Removes a database, and ends whoever is connected to it. */
export async function dropDatabase(url: string, name: string): Promise<void> {
  await withMaintenance(url, (client) =>
    client.query(`drop database if exists ${pg.escapeIdentifier(name)} with (force)`),
  );
}

async function withMaintenance(url: string, act: (client: pg.Client) => Promise<unknown>): Promise<void> {
  const client = new pg.Client({ connectionString: databaseUrl(url, 'postgres') });
  client.on('error', () => undefined);
  try {
    await client.connect();
    await act(client);
  } finally {
    await client.end().catch(() => undefined);
  }
}

function databaseUrl(url: string, name: string): string {
  const address = new URL(url);
  address.pathname = `/${encodeURIComponent(name)}`;
  return address.href;
}
