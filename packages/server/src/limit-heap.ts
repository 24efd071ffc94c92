import { setFlagsFromString } from 'node:v8';

/**
 * Keeps the heaps of all threads near what lives in them; to be called before anything else is loaded. Left alone, the
 * collector's doubles twice over before V8 looks for garbage: 250 MB for 50 MB that live.
 */
export function limitHeap(): void {
  // Young generations that grow cost 25 MB over all threads and gain nothing measurable here.
  setFlagsFromString('--semi-space-growth-factor=1');
  setFlagsFromString('--max-semi-space-size=2');
  setFlagsFromString('--heap-growing-percent=45');
}
