import type { Build, BuildFailure } from '@buildbutler/contract';
import { Link } from '@tanstack/react-router';
import { definitions } from '../../lib/definitions.ts';
import { formatCountOf } from '../../lib/format-number.ts';
import { useBuildFailure } from '../../queries/failures.ts';
import { Badge } from '../../ui/badge.tsx';
import { ErrorState } from '../../ui/error-state.tsx';
import { Hint } from '../../ui/hint.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { TimeAgo } from '../../ui/time-ago.tsx';
import { CategoryMenu } from './category-menu.tsx';
import { FailureEvidence } from './failure-evidence.tsx';
import classes from './failure-panel.module.css';

/** Why a build is red: its category, since when, whose changes, and what that rests on. The header says it in a sentence. */
export function FailurePanel({ build }: { build: Build }) {
  const answer = useBuildFailure(build.id);
  return (
    <section className={classes.root} aria-label="Why it failed">
      {answer.data !== undefined ? (
        <Failure build={build} failure={answer.data} />
      ) : answer.isPending ? (
        <Skeleton width={420} height={18} />
      ) : (
        <ErrorState compact error={answer.error} onRetry={() => void answer.refetch()} />
      )}
    </section>
  );
}

const waitingText = 'The log and the tests of this build are still being fetched: what broke it is told in a moment.';

function Failure({ build, failure }: { build: Build; failure: BuildFailure }) {
  if (failure.state === 'waiting' && failure.category === null) return <p className={classes.muted}>{waitingText}</p>;
  return (
    <>
      <div className={classes.row}>
        <CategoryMenu build={build} failure={failure} />
        <About build={build} failure={failure} />
      </div>
      <FailureEvidence evidence={failure.evidence} />
    </>
  );
}

/** Since when, whose changes, how often elsewhere, by which rule: one remark each. */
function About({ build, failure }: { build: Build; failure: BuildFailure }) {
  const { redSince, lastGreen, blame, fingerprint, rule, correctedBy } = failure;
  const authors = [...new Set(blame.commits.map(({ author }) => author).filter((author) => author !== null))];
  return (
    <ul className={classes.about}>
      {redSince !== null && (
        <li>
          {redSince.id === build.id ? (
            <strong>First failure after green</strong>
          ) : (
            <>
              First failure{' '}
              <Link to="/builds/$id" params={{ id: redSince.id }}>
                #{redSince.number}
              </Link>{' '}
              <TimeAgo at={redSince.timestamp} />
            </>
          )}
          {lastGreen !== null && (
            <>
              , green was{' '}
              <Link to="/builds/$id" params={{ id: lastGreen.id }}>
                #{lastGreen.number}
              </Link>
            </>
          )}
        </li>
      )}
      {blame.commits.length > 0 && (
        <li>
          <Link to="." search={((before: object) => ({ ...before, tab: 'changes' })) as never} resetScroll={false}>
            {formatCountOf(blame.commits.length, 'change')}
          </Link>{' '}
          since{authors.length > 0 && ` by ${listed(authors)}`}
        </li>
      )}
      {fingerprint !== null && (
        <li>
          <Link to="/failures/$id" params={{ id: fingerprint.id }}>
            {fingerprint.count > 1
              ? `Same failure in ${formatCountOf(fingerprint.count, 'build')} of ${formatCountOf(fingerprint.jobs, 'job')}`
              : 'Never seen before'}
          </Link>
          {fingerprint.count > 1 && (
            <>
              , first <TimeAgo at={fingerprint.firstSeenAt} />
            </>
          )}
        </li>
      )}
      <li>
        {correctedBy !== null ? (
          <Badge title="The rules do not change a category that a person has set">Set by {correctedBy}</Badge>
        ) : rule !== null ? (
          <Hint text={definitions.category}>by rule “{rule}”</Hint>
        ) : (
          <Hint text={definitions.category}>no rule matched</Hint>
        )}
      </li>
    </ul>
  );
}

const mostNames = 2;

function listed(names: readonly string[]): string {
  const rest = names.length - mostNames;
  return rest > 0 ? `${names.slice(0, mostNames).join(', ')} and ${rest} more` : names.join(' and ');
}
