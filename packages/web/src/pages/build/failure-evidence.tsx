import type { Evidence } from '@buildbutler/contract';
import { Link } from '@tanstack/react-router';
import { distinctKeys } from '../../lib/distinct-keys.ts';
import classes from './failure-evidence.module.css';

const sources: Record<Evidence['source'], string> = { log: 'Log', test: 'Test', stage: 'Stage', cause: 'Cause' };

interface FailureEvidenceProps {
  readonly evidence: readonly Evidence[];
  /** The build whose log the lines are of; absent = the one on screen. */
  readonly buildId?: string;
}

/** What a category rests on, word for word; a line of the log leads to its place there. */
export function FailureEvidence({ evidence, buildId }: FailureEvidenceProps) {
  if (evidence.length === 0) return null;
  const keys = distinctKeys(evidence.map(({ source, text }) => `${source} ${text}`));
  return (
    <ol className={classes.list} aria-label="Evidence">
      {evidence.map(({ source, text, line }, index) => (
        <li key={keys[index]} className={classes.row}>
          <span className={classes.source}>
            {line === null ? sources[source] : <LineLink line={line} buildId={buildId} />}
          </span>
          <code className={classes.text}>{text}</code>
        </li>
      ))}
    </ol>
  );
}

function LineLink({ line, buildId }: { line: number; buildId: string | undefined }) {
  if (buildId !== undefined) {
    return (
      <Link to="/builds/$id" params={{ id: buildId }} hash={`L${line}`}>
        L{line}
        <span className="visually-hidden"> of the log</span>
      </Link>
    );
  }
  const search = (before: object) => ({ ...before, tab: undefined });
  return (
    <Link to="." search={search as never} hash={`L${line}`} resetScroll={false}>
      L{line}
      <span className="visually-hidden"> of the log</span>
    </Link>
  );
}
