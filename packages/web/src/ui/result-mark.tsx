import type { Result } from '@buildbutler/contract';
import {
  IconAlertTriangleFilled,
  IconCircleCheckFilled,
  IconCircleDashed,
  IconCircleXFilled,
  IconHelpCircleFilled,
  IconSquareRoundedFilled,
} from '@tabler/icons-react';
import { buildWord } from '../lib/result.ts';
import classes from './result-mark.module.css';

const icons = {
  SUCCESS: IconCircleCheckFilled,
  UNSTABLE: IconAlertTriangleFilled,
  FAILURE: IconCircleXFilled,
  ABORTED: IconSquareRoundedFilled,
  NOT_BUILT: IconCircleDashed,
};

interface ResultMarkProps {
  readonly result: Result | null;
  readonly building?: boolean;
  /** The icon alone, its word for screen readers and on hover. */
  readonly iconOnly?: boolean;
  readonly size?: number;
}

/** A result as icon and word. Each has a shape of its own, so that colour is never the only difference. */
export function ResultMark({ result, building = false, iconOnly = false, size = 16 }: ResultMarkProps) {
  const { label, tone } = buildWord(result, building);
  const Icon = result === null ? IconHelpCircleFilled : icons[result];
  return (
    <span className={classes.root} data-tone={tone} title={iconOnly ? label : undefined}>
      {building ? <Spinner size={size} /> : <Icon size={size} aria-hidden className={classes.icon} />}
      <span className={iconOnly ? 'visually-hidden' : classes.word}>{label}</span>
    </span>
  );
}

function Spinner({ size }: { size: number }) {
  return (
    <svg width={size} height={size} viewBox="0 0 16 16" fill="none" aria-hidden="true" className={classes.spinner}>
      <circle cx="8" cy="8" r="5.75" stroke="currentColor" strokeWidth="2" opacity="0.25" />
      <path d="M8 2.25A5.75 5.75 0 0 1 13.75 8" stroke="currentColor" strokeWidth="2" strokeLinecap="round" />
    </svg>
  );
}
