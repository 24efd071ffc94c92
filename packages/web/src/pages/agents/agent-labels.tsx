import type { AgentFigures } from '@buildbutler/contract';
import { Link } from '@tanstack/react-router';
import { definitions } from '../../lib/definitions.ts';
import { formatCount } from '../../lib/format-number.ts';
import { EmptyState } from '../../ui/empty-state.tsx';
import { Panel } from '../../ui/panel.tsx';
import { Ranking } from '../../ui/ranking.tsx';
import { SkeletonRows } from '../../ui/skeleton.tsx';

const columns = [
  { label: 'Busy', definition: `${definitions.busy} Beside it all executors that are online.` },
  { label: 'Waiting', definition: definitions.waitingForLabel },
  { label: 'Online', definition: definitions.agentsOnline },
];

/** Capacity by label: how much is there, used and asked for. A click narrows the list to the label. */
export function AgentLabels({ figures, chosen }: { figures: AgentFigures | undefined; chosen: string | undefined }) {
  if (figures === undefined) {
    return (
      <Panel title="By label" flush>
        <SkeletonRows count={6} />
      </Panel>
    );
  }
  const { byLabel } = figures;
  return (
    <Ranking
      title="By label"
      note="right now"
      of="Label"
      kind="amount"
      figures={columns}
      empty={<EmptyState compact title="No agent has a label." />}
      rows={byLabel.map(({ label, agents, online, executors, busy, waiting }) => ({
        key: label,
        name: (className) => (
          <Link
            to="."
            search={
              ((before: object) => ({
                ...before,
                label: label === chosen ? undefined : label,
                page: undefined,
              })) as never
            }
            resetScroll={false}
            aria-current={label === chosen ? 'true' : undefined}
            className={className}
            title={`Agents with the label ${label}`}
          >
            {label}
          </Link>
        ),
        share: executors === 0 ? 0 : busy / executors,
        figures: [
          `${formatCount(busy)} of ${formatCount(executors)}`,
          formatCount(waiting),
          `${formatCount(online)} of ${formatCount(agents)}`,
        ],
        isChosen: label === chosen,
      }))}
    />
  );
}
