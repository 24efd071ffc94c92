import type { Agent, RouteAnswer, routes } from '@buildbutler/contract';
import { Button } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useMemo } from 'react';
import { formatCount, formatRate } from '../../lib/format-number.ts';
import type { Filters, TablePlace } from '../../lib/url-state.ts';
import { EmptyState } from '../../ui/empty-state.tsx';
import { PagedTable } from '../../ui/paged-table.tsx';
import narrow from '../builds/narrow-build.module.css';
import classes from './agent-columns.module.css';
import { AgentState, agentBuilds, agentColumns } from './agent-columns.tsx';
import { AgentStrip } from './agent-strip.tsx';

const keyOf = ({ instance, name }: Agent) => `${instance} ${name}`;

interface AgentTableProps {
  readonly agents: {
    readonly data: RouteAnswer<typeof routes.listAgents> | undefined;
    readonly isPlaceholderData: boolean;
  };
  readonly bar: Filters;
  readonly place: TablePlace;
  readonly onPlace: (place: TablePlace) => void;
  readonly question: string;
  /** Takes back what narrows the list; undefined = nothing does. */
  readonly onClear: (() => void) | undefined;
}

/** The agents, those in trouble first. */
export function AgentTable({ agents, bar, place, onPlace, question, onClear }: AgentTableProps) {
  const { range } = bar;
  const columns = useMemo(() => agentColumns(range), [range]);
  return (
    <PagedTable
      name="agents"
      label="Agents"
      noun="agents"
      columns={columns}
      rows={agents.data?.data}
      total={agents.data?.meta.total ?? 0}
      isStale={agents.isPlaceholderData}
      rowKey={keyOf}
      place={place}
      onPlace={onPlace}
      usualSort={{ sort: 'state', order: 'desc' }}
      question={question}
      narrowRow={(agent) => <NarrowAgent agent={agent} range={range} />}
      empty={
        onClear === undefined ? (
          <EmptyState title="No agents yet">
            They appear here with the first sync of a connection. If none do, its user may not see them: the
            connection’s test under Settings → Connections says what can be read.
          </EmptyState>
        ) : (
          <EmptyState title="No agent matches" action={<Button onClick={onClear}>Show all agents</Button>} />
        )
      }
    />
  );
}

const places = 20;

function NarrowAgent({ agent, range }: { agent: Agent; range: string | undefined }) {
  return (
    <div className={narrow.text}>
      <div className={narrow.line}>
        <Link to="/builds" search={agentBuilds(agent, range)} data-row-link className={classes.name}>
          {agent.name}
        </Link>
        <span className={narrow.end}>
          <AgentStrip strip={agent.strip} places={places} />
        </span>
      </div>
      <div className={narrow.second}>
        <AgentState agent={agent} />
        <span className={narrow.end}>
          {agent.state === 'online' && `${formatCount(agent.busy)} of ${formatCount(agent.executors)} busy · `}
          {formatRate(agent.online)}
        </span>
      </div>
    </div>
  );
}
