import { fileURLToPath } from 'node:url';
import { AppError } from '#core/app-error.ts';
import { createSampleProject } from '#services/create-sample-project.ts';
import { readConfig } from './config.ts';
import { startServer } from './start-server.ts';

/** `npm start` ends here: everything in one process, until a signal asks it to stop. */
async function main(): Promise<void> {
  const asked = Promise.withResolvers<void>();
  let isStopping = false;
  // From the first moment on: a database that is being started has to be stopped too.
  const onSignal = (): void => {
    if (isStopping) process.exit(130);
    isStopping = true;
    console.log('Stopping: pictures under way are finished first. Press Ctrl-C again to stop at once.');
    asked.resolve();
  };
  process.on('SIGINT', onSignal);
  process.on('SIGTERM', onSignal);

  const config = readConfig(process.env);
  const samples = fileURLToPath(new URL('../samples/', import.meta.url));
  const server = await startServer(config, {
    webFolder: fileURLToPath(new URL('../dist/web/', import.meta.url)),
    say: (sentence) => console.log(sentence),
    prepare: (context) => createSampleProject(context, samples),
  });
  void server.lost.then((error) => isStopping || fail(databaseLost(error)));
  console.log(`Red Rabbit is ready at ${server.address}`);
  console.log(`The data is in ${config.dataDir}`);

  await asked.promise;
  await server.stop();
  process.exit(0);
}

function databaseLost(cause: Error): AppError {
  const sentence = 'The database stopped. Start Red Rabbit again: nothing that was saved is lost.';
  return new AppError('database_unavailable', sentence, { cause });
}

function fail(error: unknown): never {
  if (error instanceof AppError || (error instanceof Error && error.constructor === Error))
    console.error(error.message);
  else console.error(error);
  process.exit(1);
}

main().catch(fail);
