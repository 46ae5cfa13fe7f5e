#!/usr/bin/env node
import { join } from 'node:path';
import { nodeOptions, pinnedNode, root } from '../scripts/paths.mjs';
import { runProgram } from '../scripts/run-program.mjs';
import { runMain } from '../scripts/sentence-error.mjs';
import { ensureInstalled } from '../scripts/setup.mjs';

// The command line. Standard output belongs to the command: the set-up speaks on standard error.
await runMain(async () => {
  await ensureInstalled();
  runProgram(pinnedNode, [...nodeOptions, join(root, 'src', 'cli', 'main.ts'), ...process.argv.slice(2)], {
    ownGroup: false,
  });
});
