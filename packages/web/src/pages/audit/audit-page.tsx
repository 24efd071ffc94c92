import { routes, routeUrl } from '@buildbutler/contract';
import { Button, NativeSelect } from '@mantine/core';
import { IconDownload } from '@tabler/icons-react';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { formatCountOf } from '../../lib/format-number.ts';
import { readTablePlace } from '../../lib/url-state.ts';
import { useAudit } from '../../queries/audit.ts';
import { EmptyState } from '../../ui/empty-state.tsx';
import { ErrorState } from '../../ui/error-state.tsx';
import { usePageNow } from '../../ui/now-context.tsx';
import { PageHeader } from '../../ui/page-header.tsx';
import { Pager } from '../../ui/pager.tsx';
import tables from '../../ui/plain-table.module.css';
import { SearchField } from '../../ui/search-field.tsx';
import { SkeletonRows } from '../../ui/skeleton.tsx';
import classes from './audit-page.module.css';
import { AuditTable } from './audit-table.tsx';
import { auditGroups, auditSpans, sinceOf } from './audit-words.ts';

interface Place {
  readonly actor?: string | undefined;
  readonly action?: string | undefined;
  readonly span?: string | undefined;
  readonly page?: number | undefined;
  readonly per_page?: number | undefined;
}

/** What the page is narrowed to, in its address. */
function useAuditPlace() {
  const search: Record<string, unknown> = useSearch({ strict: false });
  const navigate = useNavigate();
  const text = (value: unknown) => (typeof value === 'string' ? value.slice(0, 200) : '');
  const table = readTablePlace(search, []);
  const change = (patch: Place) => {
    const next = (before: object) => ({ ...before, ...patch });
    void navigate({ to: '.', search: next as never, resetScroll: false });
  };
  const { action, actor, span } = search;
  return { table, filter: { actor: text(actor), action: text(action), span: text(span) }, change };
}

/** Settings → Audit log. */
export function AuditPage() {
  const { change, filter, table } = useAuditPlace();
  const since = sinceOf(filter.span, usePageNow());
  const narrowed = {
    ...(filter.actor === '' ? {} : { actor: filter.actor }),
    ...(filter.action === '' ? {} : { action: filter.action.slice(0, 60) }),
    ...(since === undefined ? {} : { since }),
  };
  const page = table.page ?? 1;
  const perPage = table.per_page ?? 25;
  const { data, error, refetch } = useAudit({ ...narrowed, page, per_page: perPage });
  const total = data?.meta.total ?? 0;
  return (
    <>
      <PageHeader
        title="Audit log"
        sentence={
          data === undefined ? 'Who did what, and from where.' : `${formatCountOf(total, 'line')}, kept for 400 days.`
        }
        actions={
          <Button
            component="a"
            href={routeUrl(routes.exportAudit, { query: narrowed })}
            download
            leftSection={<IconDownload size={15} stroke={1.8} aria-hidden />}
          >
            Export CSV
          </Button>
        }
      />
      <div className={classes.tools}>
        <SearchField
          label="Who"
          placeholder="User name, whole"
          value={filter.actor}
          onChange={(actor) => change({ actor: actor === '' ? undefined : actor, page: undefined })}
        />
        <NativeSelect
          aria-label="What"
          data={auditGroups.map(({ label, value }) => ({ label, value }))}
          value={filter.action}
          onChange={(event) => change({ action: event.currentTarget.value || undefined, page: undefined })}
        />
        <NativeSelect
          aria-label="When"
          data={auditSpans.map(({ label, value }) => ({ label, value }))}
          value={filter.span}
          onChange={(event) => change({ span: event.currentTarget.value || undefined, page: undefined })}
        />
      </div>
      {error !== null && data === undefined && <ErrorState error={error} onRetry={() => void refetch()} />}
      {error === null && data === undefined && (
        <div className={tables.frame}>
          <SkeletonRows count={8} height={44} />
        </div>
      )}
      {data !== undefined && data.data.length === 0 && (
        <EmptyState
          title="No line like this"
          action={
            <Button onClick={() => change({ actor: undefined, action: undefined, span: undefined, page: undefined })}>
              Show everything
            </Button>
          }
        >
          Nothing that you have narrowed the log to was written down. A name has to be whole.
        </EmptyState>
      )}
      {data !== undefined && data.data.length > 0 && <AuditTable entries={data.data} />}
      {total > 25 && (
        <Pager
          page={page}
          perPage={perPage}
          total={total}
          noun="lines"
          onPage={(next) => change({ page: next === 1 ? undefined : next })}
          onPerPage={(size) => change({ per_page: size === 25 ? undefined : size, page: undefined })}
        />
      )}
    </>
  );
}
