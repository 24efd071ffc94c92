import type { QueueItem } from '@buildbutler/contract';
import { Button } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { definitions } from '../../lib/definitions.ts';
import { formatCount, unknown } from '../../lib/format-number.ts';
import type { TablePlace } from '../../lib/url-state.ts';
import { Badge } from '../../ui/badge.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { PagedTable } from '../../ui/paged-table.tsx';
import type { TableColumn } from '../../ui/table-column.ts';
import { TimeAgo } from '../../ui/time-ago.tsx';
import { NameCell } from '../builds/build-cells.tsx';
import { JobLabel, JobName } from '../builds/job-label.tsx';
import narrow from '../builds/narrow-build.module.css';
import classes from './queue-items.module.css';
import type { Queue } from './queue-sentence.tsx';
import { WaitedTime } from './waited-time.tsx';

const keyOf = ({ instance, id }: QueueItem) => `${instance} ${id}`;

const columns: readonly TableColumn<QueueItem>[] = [
  { id: 'task', header: 'What waits', width: 190, grows: 2, cell: (item) => <Task item={item} /> },
  {
    id: 'reason',
    header: 'Why',
    width: 280,
    grows: 3,
    cell: (item) => (
      <span className={classes.reason}>
        {item.isStuck && <Badge tone="failure">Stuck</Badge>}
        <NameCell name={item.reason} />
      </span>
    ),
  },
  { id: 'label', header: 'Label', width: 120, grows: 1, cell: (item) => <LabelLink label={item.label} /> },
  {
    id: 'waited',
    header: 'Waited',
    definition: definitions.waited,
    width: 92,
    isFigure: true,
    cell: (item) => <WaitedTime since={item.enteredAt} isStuck={item.isStuck} />,
  },
];

interface QueueItemsProps {
  readonly queue: { readonly data: Queue | undefined; readonly isPlaceholderData: boolean };
  readonly label: string | undefined;
  readonly place: TablePlace;
  readonly onPlace: (place: TablePlace) => void;
  readonly question: string;
}

/** The items that wait at this moment, longest first, each with the reason that Jenkins names. */
export function QueueItems({ queue, label, place, onPlace, question }: QueueItemsProps) {
  const total = queue.data?.meta.total ?? 0;
  return (
    <section aria-labelledby="waiting-now">
      <header className={classes.head}>
        <h2 id="waiting-now">Waiting now</h2>
        {queue.data !== undefined && <span className={classes.count}>{formatCount(total)}</span>}
        {label !== undefined && (
          <Link to="." search={withoutLabel as never} resetScroll={false} className={classes.label}>
            label {label} ✕<span className="visually-hidden">, show all labels</span>
          </Link>
        )}
        {queue.data !== undefined && queue.data.meta.asOf !== null && (
          <span className={classes.asOf}>
            looked at <TimeAgo at={queue.data.meta.asOf} />
          </span>
        )}
      </header>
      <PagedTable
        name="queue"
        label="Items that wait"
        noun="items"
        columns={columns}
        rows={queue.data?.data}
        total={total}
        isStale={queue.isPlaceholderData}
        rowKey={keyOf}
        place={place}
        onPlace={onPlace}
        usualSort={{ sort: 'waited', order: 'desc' }}
        question={question}
        narrowRow={(item) => <NarrowItem item={item} />}
        empty={<NothingWaits label={label} isKnown={queue.data?.meta.asOf !== null} />}
      />
    </section>
  );
}

const withoutLabel = (before: object) => ({ ...before, label: undefined, page: undefined });

function NothingWaits({ label, isKnown }: { label: string | undefined; isKnown: boolean }) {
  return (
    <div className={classes.empty}>
      {!isKnown ? (
        <EmptyState compact title="The queue has not been looked at yet. It is read with every sync of a connection." />
      ) : (
        <EmptyState
          compact
          title={
            label === undefined
              ? 'Nothing waits. A build that has to wait appears here by itself.'
              : `Nothing waits for ${label}.`
          }
          action={
            label !== undefined && (
              <Button component={Link} to="." search={withoutLabel as never} resetScroll={false}>
                Show all labels
              </Button>
            )
          }
        />
      )}
    </div>
  );
}

function Task({ item, isNarrow = false }: { item: QueueItem; isNarrow?: boolean }) {
  if (item.task === null) return unknown;
  const name = isNarrow ? (
    <span className={narrow.name}>
      <JobName fullName={item.task} />
    </span>
  ) : (
    <JobLabel fullName={item.task} instance={item.instance} />
  );
  if (item.jobId === null) return name;
  return (
    <Link to="/jobs/$id" params={{ id: item.jobId }} data-row-link className={classes.task}>
      {name}
    </Link>
  );
}

function LabelLink({ label }: { label: string | null }) {
  if (label === null) return <NameCell name={null} />;
  const search = (before: object) => ({ ...before, label, page: undefined });
  return (
    <Link
      to="."
      search={search as never}
      resetScroll={false}
      title={`Only what waits for ${label}`}
      className={classes.cut}
    >
      {label}
    </Link>
  );
}

function NarrowItem({ item }: { item: QueueItem }) {
  return (
    <div className={narrow.text}>
      <div className={narrow.line}>
        <Task item={item} isNarrow />
        <span className={narrow.end}>
          <WaitedTime since={item.enteredAt} isStuck={item.isStuck} />
        </span>
      </div>
      <div className={narrow.second}>
        {item.isStuck && <Badge tone="failure">Stuck</Badge>}
        <span className={narrow.branch} title={item.reason ?? undefined}>
          {item.reason ?? item.state}
        </span>
      </div>
    </div>
  );
}
