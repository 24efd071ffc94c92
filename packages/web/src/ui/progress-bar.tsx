import classes from './progress-bar.module.css';

interface ProgressBarProps {
  /** 0 to 1; null while the end is not known. */
  readonly share: number | null;
  readonly label: string;
  readonly tone?: 'running' | 'unstable' | 'aborted';
}

/** A thin bar of how far something is. */
export function ProgressBar({ share, label, tone = 'running' }: ProgressBarProps) {
  const percent = share === null ? undefined : Math.min(100, Math.max(0, share * 100));
  return (
    <div
      className={classes.track}
      role="progressbar"
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={percent === undefined ? undefined : Math.floor(percent)}
      data-tone={tone}
    >
      <div
        className={percent === undefined ? classes.unknown : classes.fill}
        {...(percent === undefined ? {} : { style: { width: `${percent}%` } })}
      />
    </div>
  );
}
