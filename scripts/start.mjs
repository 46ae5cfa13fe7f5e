import { join } from 'node:path';
import { nodeOptions, pinnedNode, root } from './paths.mjs';
import { runProgram } from './run-program.mjs';
import { runMain } from './sentence-error.mjs';
import { ensureInstalled } from './setup.mjs';
import { ensureWebBuilt } from './web-build.mjs';

// npm start: sets up what is missing, then runs the server.
await runMain(async () => {
  await ensureInstalled();
  await ensureWebBuilt();
  runProgram(pinnedNode, [...nodeOptions, join(root, 'src', 'main.ts'), ...process.argv.slice(2)], {
    ownGroup: true,
  });
});
