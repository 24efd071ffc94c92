// Builds what is out of date and goes on as the program itself, in this process, so that signals reach it.
await import('./build.mjs');
process.argv[1] = new URL('../packages/server/bin/buildbutler.js', import.meta.url).pathname;
await import('../packages/server/bin/buildbutler.js');
