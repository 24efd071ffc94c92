import type { Burst } from '@buildbutler/contract';
import { IconFingerprint, IconServer2 } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { definitions } from '../../lib/definitions.ts';
import { formatDuration, formatSpan } from '../../lib/format-duration.ts';
import { formatCountOf, formatRate } from '../../lib/format-number.ts';
import type { Filters } from '../../lib/url-state.ts';
import { useBursts } from '../../queries/failures.ts';
import { CategoryBadge } from '../../ui/category-badge.tsx';
import { Hint } from '../../ui/hint.tsx';
import { Panel } from '../../ui/panel.tsx';
import { TimeAgo } from '../../ui/time-ago.tsx';
import classes from './burst-panel.module.css';

const shownAtFirst = 4;

interface BurstPanelProps {
  readonly asked: Parameters<typeof useBursts>[0];
  readonly filters: Filters;
}

/** Failures that hardly come from the jobs. Nothing of the kind, nothing shown. */
export function BurstPanel({ asked, filters }: BurstPanelProps) {
  const { data } = useBursts(asked);
  const [isWhole, setWhole] = useState(false);
  const bursts = data?.data ?? [];
  if (bursts.length === 0) return null;
  const shown = isWhole ? bursts : bursts.slice(0, shownAtFirst);
  return (
    <Panel
      title="Environment bursts"
      note={<Hint text={definitions.burst}>not the fault of a single job</Hint>}
      action={
        bursts.length > shownAtFirst && (
          <button type="button" className={classes.more} onClick={() => setWhole(!isWhole)}>
            {isWhole ? 'Show fewer' : `Show all ${bursts.length}`}
          </button>
        )
      }
      flush
    >
      <ul>
        {shown.map((burst) => (
          <BurstRow
            key={`${burst.kind} ${burst.fingerprintId} ${burst.agent} ${burst.since}`}
            {...{ burst, filters }}
          />
        ))}
      </ul>
    </Panel>
  );
}

/** The builds of a burst: its failure or its agent, in its time. */
function buildsOf({ fingerprintId, agent, instance, since, until }: Burst, filters: Filters): Filters {
  return {
    ...filters,
    instance: [instance],
    range: `${since}..${new Date(Date.parse(until) + 1).toISOString()}`,
    result: ['FAILURE', 'UNSTABLE'],
    ...(fingerprintId === null ? {} : { fingerprint: fingerprintId }),
    ...(agent === null ? {} : { agent }),
  };
}

function BurstRow({ burst, filters }: { burst: Burst; filters: Filters }) {
  const { kind, title, category, since, until, builds, jobs, minutesBurnt, rate, usual, jobNames } = burst;
  const Icon = kind === 'agent' ? IconServer2 : IconFingerprint;
  const lasted = Date.parse(until) - Date.parse(since);
  return (
    <li className={classes.row}>
      <Icon size={16} stroke={1.7} className={classes.icon} aria-hidden />
      <div className={classes.text}>
        <p className={classes.title}>
          <Link to="/builds" search={buildsOf(burst, filters)} className={classes.link} title={title}>
            {title}
          </Link>
          {category !== null && <CategoryBadge category={category} />}
        </p>
        <p className={classes.about} title={jobNames.join('\n')}>
          {formatCountOf(builds, 'build')} of {formatCountOf(jobs, 'job')}
          {lasted > 60_000 && ` within ${formatSpan(lasted)}`} · {formatDuration(minutesBurnt * 60_000)} burnt
          {rate !== null && usual !== null && ` · ${formatRate(rate)} failed here, ${formatRate(usual)} elsewhere`}
        </p>
      </div>
      <span className={classes.time}>
        <TimeAgo at={since} />
      </span>
    </li>
  );
}
