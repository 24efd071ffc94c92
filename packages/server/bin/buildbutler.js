#!/usr/bin/env node
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
import('../dist/src/limit-heap.js').then((heap) => {
  heap.limitHeap();
  return import('../dist/src/main.js');
});
