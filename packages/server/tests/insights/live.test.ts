import { expect, test } from 'vitest';
import type { ConnectionProblem, ConnectionState } from '../../src/core/connection.ts';
import { live } from '../../src/insights/live.ts';
import { connectionProblem } from '../../src/jenkins/connection-problem.ts';
import { createCollectionStore } from '../../src/storage/create-collection-store.ts';
import { backEnds } from '../storage/back-ends.ts';
import { addConnection, sampleStep } from '../storage/sample.ts';

const at = (problem: ConnectionProblem): ConnectionState['lastProblem'] => ({ ...problem, atMs: 0 });

test.each(backEnds)('counts connections by the state that lists show, on $name', async ({ open }) => {
  const { close, store } = await open();
  try {
    const collection = createCollectionStore(store);
    const states: readonly Partial<ConnectionState>[] = [
      { phase: 'done' },
      { phase: 'recent' },
      // A warning: collecting goes on.
      { phase: 'done', lastProblem: at(connectionProblem('no_jobs_visible')) },
      { phase: 'recent', lastProblem: at(connectionProblem('timeout')) },
      { phase: 'done', lastProblem: at(connectionProblem('unauthorized')) },
      // Paused in the middle of an import, and with a failure from before.
      { phase: 'recent' },
      { phase: 'done', lastProblem: at(connectionProblem('timeout')) },
    ];
    for (const [index, state] of states.entries()) {
      await addConnection(store, index + 1, `Jenkins ${index + 1}`);
      await collection.recordStep(sampleStep({ connectionId: index + 1, state }));
    }
    await store.db.updateTable('connection').set({ is_paused: 1 }).where('id', 'in', [6, 7]).execute();
    expect(await live(store)).toMatchObject({ importing: 1, failing: 2 });
  } finally {
    await close();
  }
});
