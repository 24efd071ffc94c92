import type { BuildSummary } from '@buildbutler/contract';
import {
  IconClock,
  IconDots,
  IconGitBranch,
  IconGitCommit,
  IconRepeat,
  IconSubtask,
  IconUser,
  IconWorld,
} from '@tabler/icons-react';

const icons = {
  user: IconUser,
  timer: IconClock,
  scm: IconGitCommit,
  upstream: IconSubtask,
  branch: IconGitBranch,
  remote: IconWorld,
  replay: IconRepeat,
  other: IconDots,
};

/** The kind of cause; its words stand beside it. */
export function CauseIcon({ kind }: { kind: NonNullable<BuildSummary['causeKind']> }) {
  const Icon = icons[kind];
  return <Icon size={14} stroke={1.7} aria-hidden />;
}
