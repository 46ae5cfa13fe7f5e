import react from '@vitejs/plugin-react';
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vite';

const server = process.env['REDRABBIT_URL'] ?? 'http://localhost:4380';

// `npm run build` writes the app where the server serves it from; `npx vite` is for working on the
// pages, with the interface and the live view passed on to a running server.
export default defineConfig({
  root: fileURLToPath(new URL('src/web', import.meta.url)),
  plugins: [react()],
  build: {
    outDir: fileURLToPath(new URL('dist/web', import.meta.url)),
    emptyOutDir: true,
    target: 'es2023',
    // The two themes are written with CSS `light-dark()`, which these have had since early 2024.
    cssTarget: ['chrome123', 'edge123', 'firefox121', 'safari17.5'],
    // Modules run in the order they are written in, across chunks too: see `without-eval.ts`.
    rolldownOptions: { output: { strictExecutionOrder: true } },
  },
  server: {
    proxy: {
      '/api': server,
      '/socket.io': { target: server, ws: true },
    },
  },
});
