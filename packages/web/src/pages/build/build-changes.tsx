import type { Build } from '@buildbutler/contract';
import { distinctKeys } from '../../lib/distinct-keys.ts';
import { shortCommit } from '../../lib/job-name.ts';
import { standingWords } from '../../lib/standing-words.ts';
import { useBuildChanges } from '../../queries/build-deep.ts';
import { CopyButton } from '../../ui/copy-button.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { ErrorState } from '../../ui/error-state.tsx';
import { SkeletonRows } from '../../ui/skeleton.tsx';
import { TimeAgo } from '../../ui/time-ago.tsx';
import classes from './build-changes.module.css';

/** The commits that are new in this build. */
export function BuildChanges({ build }: { build: Build }) {
  const answer = useBuildChanges(build.id);
  if (answer.isPending) return <SkeletonRows count={3} />;
  if (answer.data === undefined) return <ErrorState error={answer.error} onRetry={() => void answer.refetch()} />;
  const { data, meta } = answer.data;
  if (data.length === 0) {
    const { title, why } = standingWords(meta, 'changes');
    return <EmptyState title={title}>{why}</EmptyState>;
  }
  const keys = distinctKeys(data.map(({ commit, message }) => commit ?? message));
  return (
    <ol className={classes.list}>
      {data.map(({ commit, message, author, committedAt }, index) => (
        <li key={keys[index]} className={classes.item}>
          <span className={classes.message}>{message === '' ? 'No message' : message}</span>
          <span className={classes.about}>
            {author ?? 'Somebody'}
            {committedAt !== null && (
              <>
                {' · '}
                <TimeAgo at={committedAt} />
              </>
            )}
          </span>
          {commit !== null && (
            <span className={classes.commit}>
              <span className="mono">{shortCommit(commit)}</span>
              <CopyButton text={commit} label={`Copy the commit ${shortCommit(commit)}`} />
            </span>
          )}
        </li>
      ))}
      {meta.hasMore && <li className={classes.item}>Jenkins has more changes than are kept here.</li>}
    </ol>
  );
}
