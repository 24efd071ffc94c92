#!/usr/bin/env node
var major = Number(process.versions.node.split('.')[0]);
if (major < 24) {
  process.stderr.write(
    'BuildButler needs Node.js 24 or newer; this is ' +
      process.version +
      '. Install it, or run through npm (npm start), which brings its own.\n',
  );
  process.exit(1);
}
import('../dist/src/main.js');
