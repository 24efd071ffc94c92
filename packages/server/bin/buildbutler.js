#!/usr/bin/env node
import { setFlagsFromString } from 'node:v8';

// Old syntax from here on: an old Node must get as far as the sentence.
var parts = process.versions.node.split('.').map(Number);
// 24.7 is the first with crypto.argon2, which checks passwords.
if (parts[0] < 24 || (parts[0] === 24 && parts[1] < 7)) {
  process.stderr.write(
    'BuildButler needs Node.js 24.7 or newer; this is ' +
      process.version +
      '. Install it, or run through npm (npm start), which brings its own.\n',
  );
  process.exit(1);
}
// Young generations that grow cost 25 MB over all threads and gain nothing measurable here.
setFlagsFromString('--semi-space-growth-factor=1');
setFlagsFromString('--max-semi-space-size=2');
import('../dist/src/main.js');
