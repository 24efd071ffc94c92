import { IconAdjustmentsHorizontal } from '@tabler/icons-react';
import { lazy, Suspense, useRef, useState } from 'react';
import { defaultRange, rangeShortLabel } from '../../lib/range.ts';
import { usePageNow } from '../../ui/now-context.tsx';
import classes from './filter-drawer.module.css';
import { type FilterKind, filterControls } from './filter-kind.ts';
import { useFilters } from './use-filters.ts';

const FilterSheet = lazy(async () => ({ default: (await import('./filter-sheet.tsx')).FilterSheet }));

/** One button with the number of active filters; it opens all of them in a drawer. */
export function FilterDrawer({ kind }: { kind: FilterKind }) {
  const { filters } = useFilters();
  const [isOpen, setOpen] = useState(false);
  const button = useRef<HTMLButtonElement>(null);
  const close = () => {
    setOpen(false);
    button.current?.focus({ preventScroll: true });
  };
  const { count } = filterControls(kind, filters);
  const range = rangeShortLabel(filters.range ?? defaultRange, usePageNow());
  return (
    <>
      <button
        ref={button}
        type="button"
        className={classes.target}
        onClick={() => setOpen(true)}
        aria-haspopup="dialog"
      >
        <IconAdjustmentsHorizontal size={16} stroke={1.6} aria-hidden />
        <span className={classes.word}>Filters</span>
        {count > 0 && <span className={classes.count}>{count}</span>}
        <span className={classes.range}>{range}</span>
      </button>
      <Suspense fallback={null}>{isOpen && <FilterSheet kind={kind} onClose={close} />}</Suspense>
    </>
  );
}
