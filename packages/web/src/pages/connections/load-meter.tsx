import type { Connection } from '@buildbutler/contract';
import type { ReactNode } from 'react';
import { describeError } from '../../lib/describe-error.ts';
import { formatBytes } from '../../lib/format-bytes.ts';
import { formatDuration } from '../../lib/format-duration.ts';
import { formatCount } from '../../lib/format-number.ts';
import { type Pace, paces } from '../../lib/pace.ts';
import { useUpdateConnection } from '../../queries/connections.ts';
import { ProgressBar } from '../../ui/progress-bar.tsx';
import { Segments } from '../../ui/segments.tsx';
import classes from './load-meter.module.css';

/** From here on the bar warns: what is left of the hour will be slow. */
const nearlyAll = 0.9;

interface MeterProps {
  readonly label: string;
  readonly title: string;
  readonly used: number;
  readonly budget: number;
}

function Meter({ budget, label, title, used }: MeterProps) {
  const share = budget === 0 ? 0 : used / budget;
  return (
    <div className={classes.figure} title={title}>
      <dt className={classes.label}>{label}</dt>
      <dd className={classes.value}>
        {formatCount(used)} <span className={classes.muted}>of {formatCount(budget)}</span>
      </dd>
      <dd className={classes.bar}>
        <ProgressBar share={share} label={label} tone={share >= nearlyAll ? 'unstable' : 'running'} />
      </dd>
    </div>
  );
}

function Figure({ children, label, title }: { label: string; title: string; children: ReactNode }) {
  return (
    <div className={classes.figure} title={title}>
      <dt className={classes.label}>{label}</dt>
      <dd className={classes.value}>{children}</dd>
    </div>
  );
}

/** What this connection has cost its controller in this hour, against what its pace allows; an administrator picks the pace here. */
export function LoadMeter({ connection, isAdmin }: { connection: Connection; isAdmin: boolean }) {
  const { load, name, pace } = connection;
  return (
    <section className={classes.root} aria-label={`Load on ${name}`}>
      <dl className={classes.figures}>
        <Meter
          label="Requests this hour"
          title="Since the full hour, of the most that the pace allows."
          used={load.requests}
          budget={load.budget.requests}
        />
        <Meter
          label="Builds loaded by Jenkins"
          title="Build records that Jenkins reads from its disk to answer, estimated: what costs a controller most."
          used={load.recordLoads}
          budget={load.budget.recordLoads}
        />
        <Figure label="Received" title="Bytes as they came over the wire in this hour.">
          {formatBytes(load.bytes)}
        </Figure>
        <Figure
          label="Jenkins answered for"
          title="Time that the controller spent answering in this hour, network included."
        >
          {formatDuration(load.controllerMs)}
        </Figure>
      </dl>
      {isAdmin ? <PaceChoice connection={connection} /> : <p className={classes.allows}>{allowance(pace)}</p>}
    </section>
  );
}

function allowance(pace: Pace): string {
  const facts = paces.find(({ value }) => value === pace);
  if (facts === undefined) return '';
  return `${facts.label}: at most ${facts.requestsPerSecond} requests and ${formatCount(facts.loadsPerSecond)} build loads a second`;
}

function PaceChoice({ connection }: { connection: Connection }) {
  const update = useUpdateConnection(connection.id);
  const pace = update.isPending ? (update.variables.pace ?? connection.pace) : connection.pace;
  return (
    <div className={classes.pace}>
      <Segments
        label={`Budget of ${connection.name}`}
        options={paces}
        value={pace}
        onChange={(value) => value !== pace && update.mutate({ pace: value })}
      />
      <p className={classes.allows} role="status" data-wrong={update.isError || undefined}>
        {update.isError ? describeError(update.error).why : allowance(pace)}
      </p>
    </div>
  );
}
