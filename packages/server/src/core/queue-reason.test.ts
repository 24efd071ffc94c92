import { expect, it } from 'vitest';
import { labelOfQueueReason, normaliseQueueReason } from './queue-reason.ts';

it.each([
  ['‘agent-7’ is offline', 'agent-7'],
  ['There are no nodes with the label ‘linux && docker’', 'linux && docker'],
  ['Es gibt keine Knoten mit dem Label „linux“', 'linux'],
  ["Jenkins doesn't have label 'arm'", 'arm'],
  ['Aucun nœud avec l’étiquette « gpu »', 'gpu'],
  ['Build #12 is already in progress (ETA: 3 min 5 sec)', null],
  ["Jenkins doesn't say", null],
  ['', null],
])('names what an item waits for: %s', (why, label) => {
  expect(labelOfQueueReason(why)).toBe(label);
});

it('takes reasons that differ in their numbers alone for the same', () => {
  expect(normaliseQueueReason('In the quiet period. Expires in 4.9 sec')).toBe(
    normaliseQueueReason('In the quiet period.  Expires in 12 sec'),
  );
  expect(normaliseQueueReason('‘agent’ is offline')).not.toBe(normaliseQueueReason('‘agents’ is offline'));
});
