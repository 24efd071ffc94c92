import react from '@vitejs/plugin-react';
import { defaultClientConditions, defineConfig } from 'vite';

/** Where `npm run dev` listens. */
const devServer = 'http://127.0.0.1:3000';

export default defineConfig({
  plugins: [react()],
  resolve: { conditions: ['source', ...defaultClientConditions] },
  build: {
    outDir: 'dist',
    emptyOutDir: true,
    target: 'es2023',
    // Everything from files of our own origin: the content security policy allows no data: fonts or scripts.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 700,
  },
  server: {
    proxy: Object.fromEntries(
      // The server compares the Origin of a change with the Host it was called by, so the Host must stay ours.
      ['/api', '/healthz', '/readyz', '/metrics'].map((path) => [path, { target: devServer, changeOrigin: false }]),
    ),
  },
});
