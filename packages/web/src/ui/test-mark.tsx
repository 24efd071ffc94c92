import type { TestSummary } from '@buildbutler/contract';
import { IconCircleCheckFilled, IconCircleDashed, IconCircleXFilled } from '@tabler/icons-react';
import { testWord } from '../lib/test-status.ts';
import classes from './result-mark.module.css';

const icons = { passed: IconCircleCheckFilled, failed: IconCircleXFilled, skipped: IconCircleDashed };

interface TestMarkProps {
  readonly status: TestSummary['status'];
  /** The icon alone, its word for screen readers and on hover. */
  readonly iconOnly?: boolean;
  readonly size?: number;
}

/** How a test ended, as icon and word. */
export function TestMark({ status, iconOnly = false, size = 16 }: TestMarkProps) {
  const { label, tone } = testWord(status);
  const Icon = icons[status];
  return (
    <span className={classes.root} data-tone={tone} title={iconOnly ? label : undefined}>
      <Icon size={size} aria-hidden className={classes.icon} />
      <span className={iconOnly ? 'visually-hidden' : classes.word}>{label}</span>
    </span>
  );
}
