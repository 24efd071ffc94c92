import { IconChevronLeft, IconChevronRight } from '@tabler/icons-react';
import { formatCount } from '../lib/format-number.ts';
import classes from './pager.module.css';

interface PagerProps {
  readonly page: number;
  readonly perPage: number;
  readonly total: number;
  /** What is counted: `builds`. */
  readonly noun: string;
  readonly onPage: (page: number) => void;
  readonly onPerPage: (perPage: number) => void;
}

const sizes = [25, 50, 100];

/** Which rows of how many are shown, and the way to the others. */
export function Pager({ page, perPage, total, noun, onPage, onPerPage }: PagerProps) {
  const last = Math.max(1, Math.ceil(total / perPage));
  const from = total === 0 ? 0 : (page - 1) * perPage + 1;
  const to = Math.min(total, page * perPage);
  return (
    <nav className={classes.root} aria-label={`Pages of ${noun}`}>
      <span className={classes.count} aria-live="polite">
        {formatCount(from)}–{formatCount(to)} of {formatCount(total)}
      </span>
      <label className={classes.size}>
        <span className={classes.word}>Rows</span>
        <select
          value={perPage}
          className={classes.select}
          onChange={(event) => onPerPage(Number(event.currentTarget.value))}
        >
          {sizes.map((size) => (
            <option key={size} value={size}>
              {size}
            </option>
          ))}
        </select>
      </label>
      <button
        type="button"
        className={classes.step}
        disabled={page <= 1}
        title="Page before (p)"
        aria-label="Page before"
        onClick={() => onPage(page - 1)}
      >
        <IconChevronLeft size={16} aria-hidden />
      </button>
      <button
        type="button"
        className={classes.step}
        disabled={page >= last}
        title="Next page (n)"
        aria-label="Next page"
        onClick={() => onPage(page + 1)}
      >
        <IconChevronRight size={16} aria-hidden />
      </button>
    </nav>
  );
}
