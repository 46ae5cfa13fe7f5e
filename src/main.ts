import { fileURLToPath } from 'node:url';
import { AppError } from '#core/app-error.ts';
import { createSampleProject } from '#services/create-sample-project.ts';
import { readConfig } from './config.ts';
import { startServer } from './start-server.ts';

/** `npm start` ends here: everything in one process, until a signal asks it to stop. */
async function main(): Promise<void> {
  const config = readConfig(process.env);
  const samples = fileURLToPath(new URL('../samples/', import.meta.url));
  const web = fileURLToPath(new URL('../dist/web/', import.meta.url));
  const server = await startServer(config, {
    webFolder: web,
    say: (sentence) => console.log(sentence),
    prepare: (context) => createSampleProject(context, samples),
  });
  console.log(`Red Rabbit is ready at ${server.address}`);
  console.log(`The data is in ${config.dataDir}`);

  let stopping = false;
  const stop = (): void => {
    if (stopping) process.exit(130);
    stopping = true;
    console.log('Stopping: pictures under way are finished first. Press Ctrl-C again to stop at once.');
    server.stop().then(
      () => process.exit(0),
      (error: unknown) => fail(error),
    );
  };
  process.on('SIGINT', stop);
  process.on('SIGTERM', stop);
  void server.lost.then((error) => {
    if (!stopping)
      fail(
        new AppError(
          'database_unavailable',
          `The database stopped. Start Red Rabbit again: nothing that was saved is lost. (${error.message})`,
        ),
      );
  });
}

function fail(error: unknown): never {
  if (error instanceof AppError || (error instanceof Error && error.constructor === Error))
    console.error(error.message);
  else console.error(error);
  process.exit(1);
}

main().catch(fail);
