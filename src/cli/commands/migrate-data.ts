import type { Command } from 'commander';

export type MigrateDataOptions = {
  from: string;
  to: string;
  storage?: string;
  pictures?: string;
  json?: boolean;
};

export function addMigrateData(program: Command, setStatus: (status: number) => void): void {
  program
    .command('migrate-data')
    .description('Move a data folder to a PostgreSQL server and, on request, its pictures to another place.')
    .requiredOption('--from <folder>', 'the data folder (DATA_DIR); stop the server that uses it. Only read')
    .requiredOption('--to <url>', 'an empty database, postgres://user:password@host/name')
    .option('--storage <url>', 'copy the pictures there, s3://bucket/prefix?endpoint=…')
    .option(
      '--pictures <folder>',
      'copy the pictures there: pictures/ in the DATA_DIR of the new installation',
    )
    .option('--json', 'print one JSON object instead of the summary')
    .addHelpText('after', notes)
    .action(async (options: MigrateDataOptions) => {
      const { runMigrateData } = await import('../run-migrate-data.ts');
      setStatus(await runMigrateData(options));
    });
}

const notes = `
Without --storage and --pictures the pictures stay where they are. What is broken off goes on with the same call; no
server can use the database before it has finished. Rows are counted and hashed on both sides, pictures are compared
with their names. Keys of S3 are STORAGE_ACCESS_KEY and STORAGE_SECRET_KEY in the environment.

Exit status: 0 moved; 1 it could not be done, or pictures are missing; 2 the call is wrong; 130 stopped by Ctrl-C.`;
