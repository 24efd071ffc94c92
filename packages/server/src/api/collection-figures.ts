import type { Live } from '@buildbutler/contract';
import type { Figure } from './prometheus-text.ts';

/** How collecting goes, over all connections. */
export function collectionFigures(live: Live): readonly Figure[] {
  const gauge = (name: string, help: string, value: number): Figure => ({
    name: `buildbutler_${name}`,
    help,
    type: 'gauge',
    samples: [{ value }],
  });
  return [
    gauge('builds_running', 'Builds that run now.', live.running),
    gauge('queue_items', 'Items that wait in the queues.', live.queued),
    gauge('agents_online', 'Agents that are online.', live.agents.online),
    gauge('agents', 'Agents that are known.', live.agents.total),
    gauge('connections_importing', 'Connections in their first import.', live.importing),
    gauge('connections_failing', 'Connections in a failed state.', live.failing),
  ];
}
