import { Button, Modal } from '@mantine/core';
import { IconAdjustmentsHorizontal } from '@tabler/icons-react';
import { type ReactNode, useState } from 'react';
import { defaultRange, rangeLabel } from '../../lib/range.ts';
import { BranchList } from './branch-filter.tsx';
import classes from './filter-drawer.module.css';
import { type FilterKind, filterControls } from './filter-kind.ts';
import { JobFilter } from './job-filter.tsx';
import { RangeList } from './range-filter.tsx';
import { ResultList } from './result-filter.tsx';
import { SourceList } from './source-filter.tsx';
import { useFilters } from './use-filters.ts';

/** One button with the number of active filters; it opens all of them in a drawer. */
export function FilterDrawer({ kind }: { kind: FilterKind }) {
  const { filters, change } = useFilters();
  const [isOpen, setOpen] = useState(false);
  const { has, count, cleared } = filterControls(kind, filters);
  const range = rangeLabel(filters.range ?? defaultRange);
  return (
    <>
      <button type="button" className={classes.target} onClick={() => setOpen(true)} aria-haspopup="dialog">
        <IconAdjustmentsHorizontal size={16} stroke={1.6} aria-hidden />
        <span className={classes.word}>Filters</span>
        {count > 0 && <span className={classes.count}>{count}</span>}
        <span className={classes.range}>{range}</span>
      </button>
      <Modal
        opened={isOpen}
        onClose={() => setOpen(false)}
        title="Filters"
        classNames={{ inner: classes.inner, content: classes.content, body: classes.body }}
        transitionProps={{ transition: 'slide-up', duration: 120 }}
        closeButtonProps={{ 'aria-label': 'Close' }}
      >
        {has('q') && (
          <Part title="Folder or job">
            <JobFilter />
          </Part>
        )}
        {has('range') && (
          <Part title="Date range">
            <RangeList isWide />
          </Part>
        )}
        {has('instance') && (
          <Part title="Sources">
            <SourceList />
          </Part>
        )}
        {has('result') && (
          <Part title="Result">
            <ResultList isWide />
          </Part>
        )}
        {has('branch') && (
          <Part title="Branch">
            <BranchList />
          </Part>
        )}
        <div className={classes.foot}>
          <Button disabled={count === 0} onClick={() => change(cleared)}>
            Clear all
          </Button>
          <Button variant="filled" onClick={() => setOpen(false)}>
            Show results
          </Button>
        </div>
      </Modal>
    </>
  );
}

function Part({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section className={classes.part} aria-label={title}>
      <h3 className={classes.title}>{title}</h3>
      {children}
    </section>
  );
}
