import type { Agent } from '@buildbutler/contract';
import { Link } from '@tanstack/react-router';
import { agentWord } from '../../lib/agent-state.ts';
import { definitions } from '../../lib/definitions.ts';
import { formatCount, formatRate, unknown } from '../../lib/format-number.ts';
import { formatExact } from '../../lib/format-time.ts';
import { useConnections } from '../../queries/connections.ts';
import { StateDot } from '../../ui/state-dot.tsx';
import type { TableColumn } from '../../ui/table-column.ts';
import labels from '../builds/job-label.module.css';
import { TagList } from '../tests/tag-list.tsx';
import classes from './agent-columns.module.css';
import { AgentStrip } from './agent-strip.tsx';

/** The builds of an agent in the range of the page. */
export function agentBuilds({ name, instance }: Agent, range: string | undefined) {
  return { instance: [instance], agent: name, ...(range === undefined ? {} : { range }) };
}

/** The name of an agent; its connection after it while there are several. */
export function AgentName({ agent }: { agent: Agent }) {
  const hasSources = (useConnections().data?.data.length ?? 0) > 1;
  return (
    <span className={labels.root}>
      <span className={labels.own}>
        <span className={labels.name}>{agent.name}</span>
      </span>
      {hasSources && <span className={labels.place}>{agent.instance}</span>}
    </span>
  );
}

/** The state of an agent, why it is so, and since when on hover. */
export function AgentState({ agent }: { agent: Agent }) {
  const { label, tone } = agentWord(agent.state);
  const since = `${label} since ${formatExact(agent.since)}`;
  return (
    <span className={classes.state} title={agent.reason === null ? since : `${since}: ${agent.reason}`}>
      <StateDot tone={tone} />
      <span className={classes.word} data-tone={tone}>
        {label}
      </span>
      {agent.reason !== null && <span className={classes.reason}>{agent.reason}</span>}
    </span>
  );
}

/** The columns of the table of agents; each row leads to the builds of its agent. */
export function agentColumns(range: string | undefined): TableColumn<Agent>[] {
  return [
    {
      id: 'agent',
      header: 'Agent',
      width: 128,
      grows: 2,
      sort: 'name',
      cell: (agent) => (
        <Link to="/builds" search={agentBuilds(agent, range)} data-row-link title={agent.description ?? agent.name}>
          <AgentName agent={agent} />
        </Link>
      ),
    },
    {
      id: 'state',
      header: 'State',
      width: 128,
      grows: 2,
      sort: 'state',
      firstOrder: 'desc',
      cell: (agent) => <AgentState agent={agent} />,
    },
    { id: 'labels', header: 'Labels', width: 108, grows: 1, cell: (agent) => <TagList tags={agent.labels} /> },
    {
      id: 'executors',
      header: 'Busy',
      definition: `${definitions.busy} Beside it how many it has.`,
      width: 62,
      isFigure: true,
      cell: ({ busy, executors, state }) =>
        state === 'online' ? `${formatCount(busy)} of ${formatCount(executors)}` : `${unknown} of ${executors}`,
    },
    {
      id: 'strip',
      header: '30 days',
      definition: definitions.agentStrip,
      width: 138,
      cell: ({ strip }) => <AgentStrip strip={strip} />,
    },
    ...figures(range),
  ];
}

function figures(range: string | undefined): TableColumn<Agent>[] {
  const share = { width: 72, isFigure: true } as const;
  return [
    {
      ...share,
      id: 'online',
      header: 'Online',
      definition: definitions.onlineShare,
      sort: 'online',
      cell: ({ online, outages }) => (
        <span title={outages === 1 ? 'went offline once' : `went offline ${outages} times`}>{formatRate(online)}</span>
      ),
    },
    {
      ...share,
      id: 'utilisation',
      header: 'Used',
      definition: definitions.utilisation,
      sort: 'utilisation',
      firstOrder: 'desc',
      cell: ({ utilisation }) => formatRate(utilisation),
    },
    {
      id: 'builds',
      header: 'Builds',
      definition: definitions.agentBuilds,
      width: 62,
      isFigure: true,
      sort: 'builds',
      firstOrder: 'desc',
      cell: ({ builds }) => formatCount(builds),
    },
    {
      ...share,
      id: 'successRate',
      header: 'Success',
      definition: definitions.successRate,
      sort: 'successRate',
      cell: ({ successRate }) => formatRate(successRate),
    },
    {
      id: 'infrastructureFailures',
      header: 'Infra',
      definition: definitions.infrastructureFailures,
      width: 62,
      isFigure: true,
      sort: 'infrastructureFailures',
      firstOrder: 'desc',
      cell: (agent) => <InfrastructureFailures agent={agent} range={range} />,
    },
  ];
}

function InfrastructureFailures({ agent, range }: { agent: Agent; range: string | undefined }) {
  const { infrastructureFailures: count } = agent;
  if (count === 0) return formatCount(0);
  return (
    <Link
      to="/builds"
      search={{ ...agentBuilds(agent, range), category: ['infrastructure'] } as object}
      className={classes.failures}
    >
      {formatCount(count)}
      <span className="visually-hidden"> failures of the machine on {agent.name}</span>
    </Link>
  );
}
