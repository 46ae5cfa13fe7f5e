// A program that opens a data folder and keeps it until its input ends: `node data-folder-program.ts FOLDER NAME`.
// Prints one line of JSON: { url, adopted } or { code, message }.
import { text } from 'node:stream/consumers';
import { openDataFolder } from '#adapters/postgres/open-data-folder.ts';
import { AppError } from '#core/app-error.ts';

const [folder, address] = process.argv.slice(2);
try {
  const opened = await openDataFolder({ folder: `${folder}/postgres`, address });
  void opened.lost.then((error) => {
    console.log(JSON.stringify({ lost: error.message }));
    process.exit(3);
  });
  console.log(JSON.stringify({ url: opened.url, adopted: opened.adopted }));
  await text(process.stdin);
  await opened.close();
  process.exit(0);
} catch (error) {
  if (!(error instanceof AppError)) throw error;
  console.log(JSON.stringify({ code: error.code, message: error.message }));
  process.exit(1);
}
