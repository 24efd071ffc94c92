import type { BuildSummary } from '@buildbutler/contract';
import { formatCount, formatCountOf, unknown } from '../../lib/format-number.ts';
import { shortCommit } from '../../lib/job-name.ts';
import { shortCause } from '../../lib/short-cause.ts';
import { CauseIcon } from '../../ui/cause-icon.tsx';
import { CopyButton } from '../../ui/copy-button.tsx';
import classes from './build-cells.module.css';

/** A name that is cut where it does not fit, in full on hover. */
export function NameCell({ name }: { name: string | null }) {
  if (name === null) return <span className={classes.muted}>{unknown}</span>;
  return (
    <span className={classes.cut} title={name}>
      {name}
    </span>
  );
}

/** The first letters of a commit; the whole of it to copy. */
export function CommitCell({ commit }: { commit: string | null }) {
  if (commit === null) return <span className={classes.muted}>{unknown}</span>;
  return (
    <span className={classes.commit} title={commit}>
      <span className="mono">{shortCommit(commit)}</span>
      <span className={classes.copy}>
        <CopyButton text={commit} label={`Copy commit ${shortCommit(commit)}`} />
      </span>
    </span>
  );
}

/** What started a build. */
export function CauseCell({ build }: { build: Pick<BuildSummary, 'cause' | 'causeKind'> }) {
  const text = shortCause(build.cause, build.causeKind);
  if (text === null) return <span className={classes.muted}>{unknown}</span>;
  return (
    <span className={classes.cause} title={build.cause ?? undefined}>
      {build.causeKind !== null && <CauseIcon kind={build.causeKind} />}
      <span className={classes.cut}>{text}</span>
    </span>
  );
}

/** Failed tests when there are any, else how many ran. */
export function TestsCell({ tests }: { tests: BuildSummary['tests'] }) {
  if (tests === null) return <span className={classes.muted}>{unknown}</span>;
  const { total, passed, failed, skipped } = tests;
  const title = `${formatCount(passed)} passed, ${formatCount(failed)} failed, ${formatCount(skipped)} skipped of ${formatCountOf(total, 'test')}`;
  return failed > 0 ? (
    <span className={classes.failed} title={title}>
      {formatCount(failed)} failed
    </span>
  ) : (
    <span title={title}>{formatCount(total)}</span>
  );
}
