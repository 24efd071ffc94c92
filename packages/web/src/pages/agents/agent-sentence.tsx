import type { AgentFigures } from '@buildbutler/contract';
import { formatCount, formatCountOf } from '../../lib/format-number.ts';

/** How many agents are there and free, and where something waits without one. */
export function AgentSentence({ figures: { data, byLabel } }: { figures: AgentFigures }) {
  if (data.agents === 0) return <>No agent is known yet.</>;
  const short = byLabel.filter(({ waiting, busy, executors }) => waiting > 0 && busy >= executors);
  return (
    <>
      {formatCount(data.online)} of {formatCountOf(data.agents, 'agent')} online,{' '}
      {formatCount(Math.max(0, data.executors - data.busy))} of {formatCountOf(data.executors, 'executor')} free
      {short.length > 0 && (
        <>
          {' '}
          · nothing free for{' '}
          {short
            .slice(0, 3)
            .map(({ label, waiting }) => `${label} (${formatCount(waiting)} waiting)`)
            .join(', ')}
        </>
      )}
    </>
  );
}
