import { agentSorts } from '@buildbutler/contract';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useMemo } from 'react';
import { agentChoices, readAgentFilters } from '../../lib/agent-state.ts';
import { viewerTimeZone } from '../../lib/format-time.ts';
import { defaultRange } from '../../lib/range.ts';
import { useTablePlace } from '../../lib/use-table-place.ts';
import { useAgentFigures, useAgents } from '../../queries/agents.ts';
import { ErrorState } from '../../ui/error-state.tsx';
import { ExportMenu } from '../../ui/export-menu.tsx';
import grid from '../../ui/page-grid.module.css';
import { PageHeader } from '../../ui/page-header.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { useFilters } from '../frame/use-filters.ts';
import { AgentCards } from './agent-cards.tsx';
import { AgentLabels } from './agent-labels.tsx';
import { AgentSentence } from './agent-sentence.tsx';
import { AgentTable } from './agent-table.tsx';
import { AgentTools } from './agent-tools.tsx';
import { AgentUse } from './agent-use.tsx';

/** Which agents are there, how reliable they are, how busy, and where capacity is short. */
export function AgentsPage() {
  const { filters: bar } = useFilters();
  const search: Record<string, unknown> = useSearch({ strict: false });
  const filters = useMemo(() => readAgentFilters(search), [search]);
  const navigate = useNavigate();
  const { place, change: changePlace } = useTablePlace(agentSorts);
  const { instance, range: custom } = bar;
  const range = custom ?? defaultRange;
  const ranged = { ...(instance === undefined ? {} : { instance }), range, tz: viewerTimeZone() };
  const figures = useAgentFigures(ranged);
  const states = agentChoices.find(({ value }) => value === filters.choice)?.states ?? [];
  const asked = {
    ...ranged,
    ...(filters.name === undefined ? {} : { agent: filters.name }),
    ...(filters.label === undefined ? {} : { label: filters.label }),
    ...(states.length === 0 ? {} : { state: [...states] }),
    ...place,
  };
  const agents = useAgents(asked);
  const change = (patch: object, options?: { replaces?: boolean }) => {
    const next = (before: object) => ({ ...before, ...patch, page: undefined });
    void navigate({ to: '.', search: next as never, replace: options?.replaces === true, resetScroll: false });
  };
  return (
    <>
      <PageHeader
        title="Agents"
        sentence={
          figures.data === undefined ? (
            !figures.isError && <Skeleton width={240} height={14} />
          ) : (
            <AgentSentence figures={figures.data} />
          )
        }
        actions={<ExportMenu what="agents" query={{ ...(instance === undefined ? {} : { instance }), range }} />}
      />
      <div className={grid.root}>
        {figures.isError && figures.data === undefined ? (
          <ErrorState error={figures.error} onRetry={() => void figures.refetch()} />
        ) : (
          <div className={grid.root} data-stale={figures.isPlaceholderData || undefined}>
            <AgentCards figures={figures.data} bar={bar} />
            <div className={grid.pair}>
              <AgentUse figures={figures.data} bar={bar} />
              <AgentLabels figures={figures.data} chosen={filters.label} />
            </div>
          </div>
        )}
        <div>
          <AgentTools filters={filters} change={change} />
          {agents.isError && agents.data === undefined ? (
            <ErrorState error={agents.error} onRetry={() => void agents.refetch()} />
          ) : (
            <AgentTable
              agents={agents}
              bar={bar}
              place={place}
              onPlace={changePlace}
              question={JSON.stringify(asked)}
              onClear={
                filters.name === undefined && filters.label === undefined && filters.choice === 'all'
                  ? undefined
                  : () => change({ name: undefined, label: undefined, state: undefined })
              }
            />
          )}
        </div>
      </div>
    </>
  );
}
