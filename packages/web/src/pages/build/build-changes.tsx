import type { Build, BuildChange, BuildFailure } from '@buildbutler/contract';
import { Link } from '@tanstack/react-router';
import { definitions } from '../../lib/definitions.ts';
import { distinctKeys } from '../../lib/distinct-keys.ts';
import { formatCountOf } from '../../lib/format-number.ts';
import { shortCommit } from '../../lib/job-name.ts';
import { isRed } from '../../lib/result.ts';
import { standingWords } from '../../lib/standing-words.ts';
import { useBuildChanges } from '../../queries/build-deep.ts';
import { useBuildFailure } from '../../queries/failures.ts';
import { CopyButton } from '../../ui/copy-button.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { ErrorState } from '../../ui/error-state.tsx';
import { Hint } from '../../ui/hint.tsx';
import { SkeletonRows } from '../../ui/skeleton.tsx';
import { TimeAgo } from '../../ui/time-ago.tsx';
import classes from './build-changes.module.css';

/** What may have broken a red build: the changes since the last green one. Of other builds, the commits new in them. */
export function BuildChanges({ build }: { build: Build }) {
  const failure = useBuildFailure(build.id, isRed(build.result));
  if (failure.isLoading) return <SkeletonRows count={3} />;
  const { data } = failure;
  const isWindow = data !== undefined && data.lastGreen !== null && data.blame.commits.length > 0;
  return isWindow ? <BlameWindow build={build} failure={data} /> : <OwnChanges build={build} />;
}

function BlameWindow({ build, failure }: { build: Build; failure: BuildFailure }) {
  const { blame, lastGreen } = failure;
  return (
    <>
      <p className={classes.lead}>
        <Hint text={definitions.blame}>Since the last green build</Hint>
        {lastGreen !== null && (
          <>
            {' '}
            <Link to="/builds/$id" params={{ id: lastGreen.id }} className={classes.link}>
              #{lastGreen.number}
            </Link>
          </>
        )}
        : {formatCountOf(blame.commits.length, 'commit')} in {formatCountOf(blame.builds, 'build')}
      </p>
      <ChangeList changes={blame.commits} hasMore={blame.hasMore} buildId={build.id} />
    </>
  );
}

function OwnChanges({ build }: { build: Build }) {
  const answer = useBuildChanges(build.id);
  if (answer.isPending) return <SkeletonRows count={3} />;
  if (answer.data === undefined) return <ErrorState error={answer.error} onRetry={() => void answer.refetch()} />;
  const { data, meta } = answer.data;
  if (data.length === 0) {
    const { title, why } = standingWords(meta, 'changes');
    return <EmptyState title={title}>{why}</EmptyState>;
  }
  return <ChangeList changes={data} hasMore={meta.hasMore} buildId={build.id} />;
}

type ListedChange = BuildChange & { readonly buildId?: string; readonly number?: number };

interface ChangeListProps {
  readonly changes: readonly ListedChange[];
  readonly hasMore: boolean;
  /** The build on screen: changes of others name theirs. */
  readonly buildId: string;
}

function ChangeList({ changes, hasMore, buildId }: ChangeListProps) {
  const keys = distinctKeys(changes.map(({ commit, message }) => commit ?? message));
  return (
    <ol className={classes.list}>
      {changes.map((change, index) => (
        <li key={keys[index]} className={classes.item}>
          <Change change={change} buildId={buildId} />
        </li>
      ))}
      {hasMore && <li className={classes.item}>There are more changes than are kept here.</li>}
    </ol>
  );
}

function Change({ change, buildId }: { change: ListedChange; buildId: string }) {
  const { commit, message, author, committedAt, number } = change;
  return (
    <>
      <span className={classes.message}>{message === '' ? 'No message' : message}</span>
      <span className={classes.about}>
        {author ?? 'Somebody'}
        {committedAt !== null && (
          <>
            {' · '}
            <TimeAgo at={committedAt} />
          </>
        )}
        {change.buildId !== undefined && number !== undefined && (
          <>
            {' · in '}
            {change.buildId === buildId ? (
              'this build'
            ) : (
              <Link to="/builds/$id" params={{ id: change.buildId }} className={classes.link}>
                #{number}
              </Link>
            )}
          </>
        )}
      </span>
      {commit !== null && (
        <span className={classes.commit}>
          <span className="mono">{shortCommit(commit)}</span>
          <CopyButton text={commit} label={`Copy the commit ${shortCommit(commit)}`} />
        </span>
      )}
    </>
  );
}
