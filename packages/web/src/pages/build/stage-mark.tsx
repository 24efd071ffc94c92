import type { Result, Stage } from '@buildbutler/contract';
import { IconCircleDashed, IconHelpCircleFilled, IconPlayerPauseFilled } from '@tabler/icons-react';
import { ResultMark } from '../../ui/result-mark.tsx';

const results: Partial<Record<Stage['status'], Result>> = {
  success: 'SUCCESS',
  unstable: 'UNSTABLE',
  failure: 'FAILURE',
  aborted: 'ABORTED',
};

const words: Partial<Record<Stage['status'], string>> = {
  skipped: 'Skipped',
  not_built: 'Not built',
  paused: 'Waits for a person',
  queued: 'Waits for an agent',
};

/** How a stage ended, as an icon with its word for screen readers and on hover. */
export function StageMark({ status }: { status: Stage['status'] }) {
  const result = results[status];
  if (result !== undefined) return <ResultMark result={result} iconOnly />;
  if (status === 'running') return <ResultMark result={null} building iconOnly />;
  const word = words[status] ?? 'Unknown';
  const Icon =
    status === 'paused' ? IconPlayerPauseFilled : status === 'unknown' ? IconHelpCircleFilled : IconCircleDashed;
  return (
    <span title={word}>
      <Icon size={16} aria-hidden style={{ color: 'var(--bb-aborted-text)', display: 'block' }} />
      <span className="visually-hidden">{word}</span>
    </span>
  );
}
