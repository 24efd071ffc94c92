import type { Connection } from '@buildbutler/contract';
import { IconCheck } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { gapsSentence, isComplete, isCounted } from '../../lib/connection-words.ts';
import { formatCount, formatCountOf, unknown } from '../../lib/format-number.ts';
import { TimeAgo } from '../../ui/time-ago.tsx';
import classes from './connection-facts.module.css';

function Fact({ label, note, children }: { label: string; note?: ReactNode; children: ReactNode }) {
  return (
    <div className={classes.fact}>
      <dt className={classes.label}>{label}</dt>
      <dd className={classes.value}>{children}</dd>
      {note !== undefined && note !== '' && <dd className={classes.note}>{note}</dd>}
    </div>
  );
}

const perMinute = (rate: number) => (rate < 10 ? rate.toFixed(1).replace('.0', '') : formatCount(rate));

/** What is still to be fetched besides the builds, or cannot be; empty when everything is there. */
function deepWorkSentence({ deepWork, stageSource }: Connection): string {
  return [
    deepWork.open > 0 ? `${formatCountOf(deepWork.open, 'detail')} to fetch` : '',
    deepWork.parked > 0 ? `${formatCount(deepWork.parked)} tried again later` : '',
    stageSource === 'none' ? 'no plugin for stages' : '',
  ]
    .filter((part) => part !== '')
    .join(' · ');
}

/** How complete and how fresh a connection's data is, and what it costs its controller. */
export function ConnectionFacts({ connection }: { connection: Connection }) {
  const { builds, droppedItems } = connection;
  const gaps = gapsSentence(connection);
  return (
    <dl className={classes.facts}>
      <Fact label="Builds" note={gaps}>
        <span title="Builds collected, of those that are or were there to collect. Lost: deleted in Jenkins before BuildButler came.">
          {isCounted(connection) ? `${formatCount(builds.known)} of ${formatCount(builds.expected)}` : unknown}
        </span>
        {builds.expected > 0 && isComplete(connection) && (
          <span className={classes.complete}>
            <IconCheck size={13} stroke={2.4} aria-hidden />
            complete
          </span>
        )}
      </Fact>
      <Fact label="Jobs" note={droppedItems > 0 ? `${formatCountOf(droppedItems, 'item')} unreadable` : undefined}>
        {formatCount(connection.jobs)}
      </Fact>
      <Fact label="Newest build">
        <TimeAgo at={connection.newestBuildAt} />
      </Fact>
      <Fact label="Last sync" note={deepWorkSentence(connection)}>
        <TimeAgo at={connection.lastSuccessAt} />
      </Fact>
      <Fact label="Our load">
        <span title="Requests that BuildButler makes to this controller.">
          {perMinute(connection.requestsPerMinute)} <span className={classes.unit}>requests/min</span>
        </span>
      </Fact>
    </dl>
  );
}
