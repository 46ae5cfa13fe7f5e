import { fileURLToPath } from 'node:url';
import { AppError } from '#core/app-error.ts';
import { createSampleProject } from '#services/create-sample-project.ts';
import { readConfig } from './config.ts';
import { startServer } from './start-server.ts';

/** `npm start` ends here: one process, with everything in it unless `ROLE` says otherwise, until a signal asks it to stop. */
async function main(): Promise<void> {
  const asked = Promise.withResolvers<NodeJS.Signals>();
  let isStopping = false;
  // From the first moment on: a database that is being started has to be stopped too.
  const onSignal = (signal: NodeJS.Signals): void => {
    if (isStopping) process.exit(130);
    isStopping = true;
    console.log('Stopping: what is under way is finished first. Press Ctrl-C again to stop at once.');
    asked.resolve(signal);
  };
  process.on('SIGINT', onSignal);
  process.on('SIGTERM', onSignal);

  const config = readConfig(process.env);
  const endTelemetry = config.sendsTraces
    ? (await import('./start-telemetry.ts')).startTelemetry(config)
    : async (): Promise<void> => {};
  const samples = fileURLToPath(new URL('../samples/', import.meta.url));
  const server = await startServer(config, {
    webFolder: fileURLToPath(new URL('../dist/web/', import.meta.url)),
    say: (sentence) => console.log(sentence),
    prepare: (context) => createSampleProject(context, samples),
  });
  void server.lost.then((error) => isStopping || fail(databaseLost(error)));
  const name = config.role === 'all' ? 'Red Rabbit' : `Red Rabbit (${config.role})`;
  console.log(`${name} is ready at ${server.address}`);
  console.log(`The data is in ${config.dataDir}`);

  // Whoever runs several processes ends them by SIGTERM, and sends requests elsewhere first; nobody waits at a keyboard.
  const signal = await asked.promise;
  await server.stop(signal === 'SIGTERM' ? config.drainMs : 0);
  await endTelemetry().catch((error: unknown) => console.error('The last traces were not sent.', error));
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
