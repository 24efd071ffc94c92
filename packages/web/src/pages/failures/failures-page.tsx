import type { FailureFigures } from '@buildbutler/contract';
import { Link } from '@tanstack/react-router';
import { categoryWord } from '../../lib/failure-category.ts';
import { formatCountOf, formatRate } from '../../lib/format-number.ts';
import { rangePhrase } from '../../lib/range.ts';
import type { Filters } from '../../lib/url-state.ts';
import { useFailureFigures } from '../../queries/failures.ts';
import { ErrorState } from '../../ui/error-state.tsx';
import { ExportMenu } from '../../ui/export-menu.tsx';
import grid from '../../ui/page-grid.module.css';
import { PageHeader } from '../../ui/page-header.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { BurstPanel } from './burst-panel.tsx';
import { CategoryPanels } from './category-panels.tsx';
import { FingerprintTable } from './fingerprint-table.tsx';
import { NoFailures } from './no-failures.tsx';
import { useFailureFilters } from './use-failure-filters.ts';

/** What builds break on: by kind, by equal failures over all jobs, and where the surroundings are to blame. */
export function FailuresPage() {
  const { shown, asked } = useFailureFilters();
  const figures = useFailureFigures(asked);
  const isQuiet = figures.data?.meta.red === 0 && !figures.isPlaceholderData;
  return (
    <>
      <PageHeader
        title="Failures"
        sentence={
          figures.data === undefined ? (
            !figures.isError && <Skeleton width={320} height={14} />
          ) : (
            <Sentence figures={figures.data} shown={shown} range={asked.range} />
          )
        }
        actions={<ExportMenu what="failures" query={asked} />}
      />
      {figures.isError && figures.data === undefined ? (
        <ErrorState error={figures.error} onRetry={() => void figures.refetch()} />
      ) : isQuiet ? (
        <NoFailures filters={shown} range={asked.range} />
      ) : (
        <div className={grid.root} data-stale={figures.isPlaceholderData || undefined}>
          <CategoryPanels figures={figures.data} filters={shown} />
          <BurstPanel asked={asked} filters={shown} />
          <FingerprintTable asked={asked} filters={shown} />
        </div>
      )}
    </>
  );
}

interface SentenceProps {
  readonly figures: FailureFigures;
  readonly shown: Filters;
  readonly range: string;
}

function Sentence({ figures: { data, meta }, shown, range }: SentenceProps) {
  const [first] = data.filter(({ builds }) => builds > 0).toSorted((a, b) => b.builds - a.builds);
  return (
    <>
      <Link to="/builds" search={{ ...shown, result: ['FAILURE', 'UNSTABLE'] }}>
        {formatCountOf(meta.red, 'red build')}
      </Link>{' '}
      {rangePhrase(range)}
      {first !== undefined && data.length > 1 && (
        <>
          {', mostly '}
          {categoryWord(first.category).toLowerCase()} ({formatRate(first.share)})
        </>
      )}
      {meta.waiting > 0 && ` · ${formatCountOf(meta.waiting, 'build')} not classified yet`}
    </>
  );
}
