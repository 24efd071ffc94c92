import { type Build, type BuildFailure, routes, routeUrl } from '@buildbutler/contract';
import { useLocation, useNavigate } from '@tanstack/react-router';
import { useMemo } from 'react';
import { externalUrl } from '../../lib/external-url.ts';
import { readLineHash, splitLog, takeCutReason } from '../../lib/log-lines.ts';
import { isRed } from '../../lib/result.ts';
import { useBuildLog } from '../../queries/builds.ts';
import { useBuildFailure } from '../../queries/failures.ts';
import { hasStatus } from '../../queries/query-client.ts';
import { EmptyState } from '../../ui/empty-state.tsx';
import { ErrorState } from '../../ui/error-state.tsx';
import { LogViewer } from '../../ui/log-viewer.tsx';
import { Notice } from '../../ui/notice.tsx';
import { SkeletonBlock } from '../../ui/skeleton.tsx';
import classes from './build-log.module.css';

/** The console log of a build. */
export function BuildLog({ build }: { build: Build }) {
  const answer = useBuildLog(build.id, build.building);
  // It opens at the line that the failure rests on: that is waited for, and gone without when it does not come.
  const failure = useBuildFailure(build.id, isRed(build.result));
  const isReady = !failure.isLoading;
  if (answer.data !== undefined && isReady) {
    return <Read build={build} text={answer.data} errorLine={evidenceLine(failure.data)} />;
  }
  if (answer.data !== undefined) return <SkeletonBlock height={360} />;
  if (answer.isPending) return <SkeletonBlock height={360} />;
  const detail = answer.error?.message;
  if (hasStatus(answer.error, 404)) return <EmptyState title="There is no log of this build">{detail}</EmptyState>;
  return <ErrorState error={answer.error} onRetry={() => void answer.refetch()} />;
}

function evidenceLine(failure: BuildFailure | undefined): number | undefined {
  return failure?.evidence.find(({ source, line }) => source === 'log' && line !== null)?.line ?? undefined;
}

interface ReadProps {
  readonly build: Build;
  readonly text: string;
  readonly errorLine: number | undefined;
}

function Read({ build, text, errorLine }: ReadProps) {
  const hash = useLocation({ select: (location) => location.hash });
  const navigate = useNavigate();
  const { log, reason } = useMemo(() => {
    const taken = takeCutReason(text);
    return { log: splitLog(taken.text), reason: taken.reason };
  }, [text]);
  const toLine = (line: number) => {
    const search = (before: object) => before;
    void navigate({
      to: '.',
      search: search as never,
      hash: `L${line}`,
      replace: true,
      resetScroll: false,
      hashScrollIntoView: false,
    });
  };
  if (log.lines.length === 0) {
    return (
      <EmptyState title={build.building ? 'The log is still empty' : 'The log is empty'}>
        {build.building ? 'Lines appear here as Jenkins writes them.' : 'This build wrote nothing to its console.'}
      </EmptyState>
    );
  }
  return (
    <>
      {reason !== undefined && <CutNotice build={build} reason={reason} />}
      <LogViewer
        log={log}
        isRunning={build.building}
        hasFailed={isRed(build.result)}
        errorLine={errorLine}
        line={readLineHash(hash)}
        onLine={toLine}
        downloadUrl={routeUrl(routes.getBuildLog, { params: { id: build.id }, query: { download: 'true' } })}
      />
    </>
  );
}

function CutNotice({ build, reason }: { build: Build; reason: string }) {
  const jenkins = build.inJenkins ? externalUrl(`${build.url.replace(/\/*$/, '/')}console`) : undefined;
  return (
    <div className={classes.notice}>
      <Notice
        tone="unstable"
        title="This is not the whole log"
        action={
          jenkins !== undefined && (
            <a href={jenkins} target="_blank" rel="noreferrer" className={classes.link}>
              Open it in Jenkins
            </a>
          )
        }
      >
        {reason.charAt(0).toUpperCase() + reason.slice(1)}
      </Notice>
    </div>
  );
}
