import type { AgentFigures } from '@buildbutler/contract';
import { Link } from '@tanstack/react-router';
import { definitions } from '../../lib/definitions.ts';
import { formatCount, formatRate } from '../../lib/format-number.ts';
import type { Filters } from '../../lib/url-state.ts';
import grid from '../../ui/page-grid.module.css';
import { StatCard } from '../../ui/stat-card.tsx';

/** What there is right now, and how it was used over the range. */
export function AgentCards({ figures, bar }: { figures: AgentFigures | undefined; bar: Filters }) {
  const data = figures?.data;
  const offline = data === undefined ? 0 : data.agents - data.online;
  return (
    <div className={grid.cards}>
      <StatCard
        label="Agents online"
        definition={definitions.agentsOnline}
        value={data && formatCount(data.online)}
        aside={data && `of ${formatCount(data.agents)}`}
        note={offline > 0 ? `${formatCount(offline)} offline` : ''}
        link={(figure, className) => (
          <Link
            to="/agents"
            search={{ ...bar, ...(offline > 0 ? { state: 'offline' } : {}) } as object}
            resetScroll={false}
            className={className}
          >
            {figure}
          </Link>
        )}
      />
      <StatCard
        label="Executors"
        definition={definitions.executors}
        value={data && formatCount(data.executors)}
        note={data === undefined ? '' : `${formatCount(Math.max(0, data.executors - data.busy))} free`}
      />
      <StatCard
        label="Busy"
        definition={definitions.busy}
        value={data && formatCount(data.busy)}
        aside={data && `of ${formatCount(data.executors)}`}
        note="right now"
        link={(figure, className) => (
          <Link to="/builds" search={{ ...bar, building: 'true' } as object} className={className}>
            {figure}
          </Link>
        )}
      />
      <StatCard
        label="Utilisation"
        definition={definitions.utilisation}
        value={data && formatRate(data.utilisation)}
        note="over the range"
      />
    </div>
  );
}
