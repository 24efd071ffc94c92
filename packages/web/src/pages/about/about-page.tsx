import type { Connection } from '@buildbutler/contract';
import type { ReactNode } from 'react';
import { gapsSentence, isComplete, isCounted } from '../../lib/connection-words.ts';
import { formatCount, formatRate, unknown } from '../../lib/format-number.ts';
import { viewerTimeZone } from '../../lib/format-time.ts';
import { useLive } from '../../queries/analytics.ts';
import { useConnections } from '../../queries/connections.ts';
import { useReadiness, useVersion } from '../../queries/system.ts';
import { ErrorState } from '../../ui/error-state.tsx';
import { PageHeader } from '../../ui/page-header.tsx';
import { Panel } from '../../ui/panel.tsx';
import tables from '../../ui/plain-table.module.css';
import { SkeletonRows } from '../../ui/skeleton.tsx';
import { StateDot } from '../../ui/state-dot.tsx';
import classes from './about-page.module.css';

/** Settings → About: version, health, completeness and load by connection, and where to read more. */
export function AboutPage() {
  return (
    <>
      <PageHeader title="About" />
      <div className={classes.panels}>
        <Server />
        <Completeness />
        <Panel title="Read more">
          <ul className={classes.links}>
            <Document href="/api/docs" label="API reference">
              Every route with its parameters and answers
            </Document>
            <Document href="/api/v1/openapi.json" label="API description">
              The same for programs, as OpenAPI 3.1
            </Document>
            <Document href="/metrics" label="Prometheus metrics">
              BuildButler’s own figures
            </Document>
          </ul>
        </Panel>
      </div>
    </>
  );
}

function Document({ href, label, children }: { href: string; label: string; children: ReactNode }) {
  return (
    <li>
      <a href={href} target="_blank" rel="noreferrer noopener" className={classes.link}>
        {label}
      </a>
      <span className={classes.muted}>{children}</span>
    </li>
  );
}

function Server() {
  const version = useVersion();
  const readiness = useReadiness();
  const { data: live } = useLive();
  const isReady = readiness.data?.ready === true;
  const reasons = readiness.data?.reasons ?? [];
  const health = readiness.isPending ? unknown : isReady ? 'Ready' : reasons.join(' ') || 'Not ready';
  return (
    <Panel title="Server">
      <dl className={classes.facts}>
        <dt>Version</dt>
        <dd>{version.data ?? unknown}</dd>
        <dt>Health</dt>
        <dd className={classes.health}>
          <StateDot tone={readiness.isPending ? 'aborted' : isReady ? 'success' : 'failure'} />
          {health}
        </dd>
        <dt>Agents online</dt>
        <dd>
          {live === undefined || live.agents.total === 0
            ? unknown
            : `${formatCount(live.agents.online)} of ${formatCount(live.agents.total)}`}
        </dd>
        <dt>Your time zone</dt>
        <dd>{viewerTimeZone()}</dd>
      </dl>
    </Panel>
  );
}

function Completeness() {
  const { data, error, refetch } = useConnections(10_000);
  const connections = data?.data ?? [];
  return (
    <Panel title="Completeness and load" note="by connection" flush>
      {error !== null && data === undefined && <ErrorState error={error} compact onRetry={() => void refetch()} />}
      {error === null && data === undefined && <SkeletonRows count={2} height={44} />}
      {data !== undefined && connections.length === 0 && <p className={classes.none}>No connection yet.</p>}
      {connections.length > 0 && (
        <table className={tables.table}>
          <thead>
            <tr>
              <th scope="col">Connection</th>
              <th scope="col">Builds</th>
              <th scope="col" className={classes.share}>
                Collected
              </th>
              <th scope="col" className={classes.share}>
                Requests/min
              </th>
            </tr>
          </thead>
          <tbody>
            {connections.map((connection) => (
              <CompletenessRow key={connection.id} connection={connection} />
            ))}
          </tbody>
        </table>
      )}
    </Panel>
  );
}

function CompletenessRow({ connection }: { connection: Connection }) {
  const { builds } = connection;
  const gaps = gapsSentence(connection);
  const share = builds.expected === 0 ? null : Math.min(1, builds.known / builds.expected);
  return (
    <tr>
      <td className={tables.name}>{connection.name}</td>
      <td data-label="Builds">
        {isCounted(connection) ? `${formatCount(builds.known)} of ${formatCount(builds.expected)}` : unknown}
        {gaps !== '' && <span className={classes.gaps}>{gaps}</span>}
      </td>
      <td data-label="Collected">{builds.expected > 0 && isComplete(connection) ? 'All' : formatRate(share)}</td>
      <td data-label="Load">{connection.requestsPerMinute.toFixed(1)}</td>
    </tr>
  );
}
