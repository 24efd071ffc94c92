import { Link } from '@tanstack/react-router';
import { definitions } from '../../lib/definitions.ts';
import { formatCount } from '../../lib/format-number.ts';
import type { Filters } from '../../lib/url-state.ts';
import { useLive } from '../../queries/analytics.ts';
import { StatCard } from '../../ui/stat-card.tsx';
import classes from './stat-row.module.css';

interface NowCardsProps {
  /** Running builds under the filters. */
  readonly running: number | undefined;
  readonly filters: Filters;
}

/** What is going on at this moment: running builds, and agents of all sources. */
export function NowCards({ running, filters }: NowCardsProps) {
  const { data: live } = useLive();
  const { result: _result, range: _range, ...places } = filters;
  return (
    <div className={classes.now}>
      <StatCard
        label="Running now"
        definition={definitions.running}
        value={running === undefined ? undefined : formatCount(running)}
        aside={live !== undefined && `${formatCount(live.queued)} queued`}
        link={(figure, className) => (
          <Link to="/builds" search={{ ...places, building: 'true' }} className={className}>
            {figure}
          </Link>
        )}
      />
      <StatCard
        label="Agents online"
        definition={definitions.agentsOnline}
        value={live && (live.agents.total === 0 ? '—' : formatCount(live.agents.online))}
        aside={live !== undefined && live.agents.total > 0 && `of ${formatCount(live.agents.total)}`}
        link={(figure, className) => (
          <Link
            to="/agents"
            search={filters.instance === undefined ? {} : { instance: filters.instance }}
            className={className}
          >
            {figure}
          </Link>
        )}
      />
    </div>
  );
}
