import { type StageFigures, stageSorts } from '@buildbutler/contract';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useMemo } from 'react';
import { formatDuration } from '../../lib/format-duration.ts';
import { formatCountOf } from '../../lib/format-number.ts';
import { viewerTimeZone } from '../../lib/format-time.ts';
import { defaultRange, rangePhrase } from '../../lib/range.ts';
import { countFilters, sharedFilters } from '../../lib/url-state.ts';
import { useTablePlace } from '../../lib/use-table-place.ts';
import { useConnections } from '../../queries/connections.ts';
import { useStages } from '../../queries/stages.ts';
import { EmptyState } from '../../ui/empty-state.tsx';
import { ErrorState } from '../../ui/error-state.tsx';
import { ExportMenu } from '../../ui/export-menu.tsx';
import { PageHeader } from '../../ui/page-header.tsx';
import { PagedTable } from '../../ui/paged-table.tsx';
import { SearchField } from '../../ui/search-field.tsx';
import { Segments } from '../../ui/segments.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { ConnectFirst } from '../connections/connect-first.tsx';
import { useFilters } from '../frame/use-filters.ts';
import { NarrowStage } from './narrow-stage.tsx';
import classes from './pipelines-page.module.css';
import { stageColumns, stageKeyOf } from './stage-columns.tsx';
import { StageDetail } from './stage-detail.tsx';

const views = [
  { value: 'job', label: 'By job' },
  { value: 'stage', label: 'By name' },
] as const;

/** Where pipelines spend their time: each stage with its durations and its share of the critical path. */
export function PipelinesPage() {
  const { filters } = useFilters();
  const { place, change } = useTablePlace(stageSorts);
  const raw: Record<string, unknown> = useSearch({ strict: false });
  const stage = typeof raw.stage === 'string' ? raw.stage.slice(0, 500) : '';
  const by = raw.by === 'stage' ? 'stage' : 'job';
  const open = typeof raw.open === 'string' ? raw.open : undefined;
  const navigate = useNavigate();
  const narrow = (patch: object) => {
    const search = (before: object) => ({ ...before, ...patch, page: undefined, open: undefined });
    void navigate({ to: '.', search: search as never, replace: true, resetScroll: false });
  };
  const asked = { ...sharedFilters(filters), range: filters.range ?? defaultRange, tz: viewerTimeZone() };
  const query = { ...asked, ...place, by, ...(stage === '' ? {} : { stage }) } as const;
  const stages = useStages(query);
  const columns = useMemo(() => stageColumns(open), [open]);
  const rows = stages.data?.data;
  return (
    <>
      <PageHeader
        title="Pipelines"
        sentence={
          stages.data === undefined ? (
            !stages.isError && <Skeleton width={280} height={14} />
          ) : (
            <Sentence
              total={stages.data.meta.total}
              first={place.sort === undefined ? rows?.[0] : undefined}
              range={asked.range}
            />
          )
        }
        actions={<ExportMenu what="stages" query={asked} />}
      />
      <div className={classes.tools}>
        <SearchField
          label="Search stages"
          placeholder="Part of a stage's name"
          value={stage}
          onChange={(next) => narrow({ stage: next === '' ? undefined : next })}
        />
        <Segments
          label="How stages are taken together"
          options={views}
          value={by}
          onChange={(next) => narrow({ by: next === 'stage' ? 'stage' : undefined })}
        />
      </div>
      {stages.isError && rows === undefined ? (
        <ErrorState error={stages.error} onRetry={() => void stages.refetch()} />
      ) : (
        <PagedTable
          name={`stages-${by}`}
          label="Stages"
          noun="stages"
          columns={columns}
          rows={rows}
          rowKey={stageKeyOf}
          total={stages.data?.meta.total ?? 0}
          isStale={stages.isPlaceholderData}
          place={place}
          onPlace={change}
          usualSort={{ sort: 'criticalAvg', order: 'desc' }}
          narrowRow={(row) => <NarrowStage row={row} open={open} />}
          question={JSON.stringify(query)}
          detail={(row) => (stageKeyOf(row) === open ? <StageDetail row={row} asked={asked} /> : undefined)}
          empty={<NoStages isNarrowed={countFilters(filters) > 0 || stage !== ''} range={asked.range} />}
        />
      )}
    </>
  );
}

interface SentenceProps {
  readonly total: number;
  readonly first: StageFigures | undefined;
  readonly range: string;
}

function Sentence({ total, first, range }: SentenceProps) {
  return (
    <>
      {formatCountOf(total, 'stage')} {rangePhrase(range)}
      {first !== undefined && first.criticalAvg !== null && (
        <>
          {' · '}
          {first.stage} adds {formatDuration(first.criticalAvg)} to each build
          {first.jobName !== null && ` of ${first.jobName}`}, the most of all
        </>
      )}
    </>
  );
}

function NoStages({ isNarrowed, range }: { isNarrowed: boolean; range: string }) {
  const { data: connections } = useConnections();
  if (connections?.data.length === 0) return <ConnectFirst />;
  return (
    <EmptyState title={isNarrowed ? 'No stage matches these filters' : `No stages ${rangePhrase(range)}`}>
      Stages come from pipelines, where Jenkins has a plugin that tells them. Those of older builds are fetched when
      somebody opens the build.
    </EmptyState>
  );
}
