import type { Build } from '@buildbutler/contract';
import { Link } from '@tanstack/react-router';
import { unknown } from '../../lib/format-number.ts';
import { splitJobName } from '../../lib/job-name.ts';
import { shortCause } from '../../lib/short-cause.ts';
import { CauseIcon } from '../../ui/cause-icon.tsx';
import classes from './build-facts.module.css';

/** What started a build; an upstream build is a link when we hold it. */
export function BuildCauses({ causes }: { causes: Build['causes'] }) {
  if (causes.length === 0) return unknown;
  return (
    <span className={classes.causes}>
      {causes.map((cause) => (
        <span key={`${cause.kind} ${cause.text}`} className={classes.cause} title={cause.text}>
          <CauseIcon kind={cause.kind} />
          <span className={classes.text}>
            <CauseText cause={cause} />
          </span>
        </span>
      ))}
    </span>
  );
}

function CauseText({ cause }: { cause: Build['causes'][number] }) {
  const { upstream } = cause;
  if (upstream === null) return shortCause(cause.text, cause.kind);
  const text = `${splitJobName(upstream.job).name} #${upstream.number}`;
  if (upstream.buildId === null) return text;
  return (
    <Link to="/builds/$id" params={{ id: upstream.buildId }} className={classes.link}>
      {text}
    </Link>
  );
}
