import type { FailureRule } from '@buildbutler/contract';
import { Button } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { useState } from 'react';
import { useFailureRules } from '../../queries/failure-rules.ts';
import { useMayEdit } from '../../queries/session.ts';
import { EditorsOnly } from '../../ui/editors-only.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { ErrorState } from '../../ui/error-state.tsx';
import { PageHeader } from '../../ui/page-header.tsx';
import tables from '../../ui/plain-table.module.css';
import { SectionHead } from '../../ui/section-head.tsx';
import { SkeletonRows } from '../../ui/skeleton.tsx';
import { BuiltInRules } from './built-in-rules.tsx';
import { OwnRules } from './own-rules.tsx';
import { RuleDialog } from './rule-dialog.tsx';

/** Settings → Failure rules: what gives a red build its category. */
export function FailureRulesPage() {
  const rules = useFailureRules();
  const mayEdit = useMayEdit();
  const [edited, setEdited] = useState<FailureRule | 'new' | undefined>(undefined);
  const all = rules.data?.data ?? [];
  const own = all.filter(({ isBuiltIn }) => !isBuiltIn);
  const builtIn = all.filter(({ isBuiltIn }) => isBuiltIn);
  const add = (
    <EditorsOnly mayEdit={mayEdit}>
      <Button
        variant="filled"
        leftSection={<IconPlus size={15} stroke={2} aria-hidden />}
        disabled={!mayEdit}
        onClick={() => setEdited('new')}
      >
        Add rule
      </Button>
    </EditorsOnly>
  );
  return (
    <>
      <PageHeader
        title="Failure rules"
        sentence="They give each red build its category. The first one that matches wins: yours before the built-in ones."
        actions={add}
      />
      {rules.isError && rules.data === undefined && (
        <ErrorState error={rules.error} onRetry={() => void rules.refetch()} />
      )}
      {rules.isPending && (
        <div className={tables.frame}>
          <SkeletonRows count={8} height={44} />
        </div>
      )}
      {rules.data !== undefined && (
        <>
          <SectionHead title="Your rules" note={own.length > 0 && 'tried from top to bottom'} />
          {own.length === 0 ? (
            <div className={tables.frame}>
              <EmptyState
                compact
                title="None yet. A rule is a pattern that is searched in the end of a failed build's log."
              />
            </div>
          ) : (
            <OwnRules rules={own} mayEdit={mayEdit} onEdit={setEdited} />
          )}
          <SectionHead title="Built-in rules" note="tried after yours; they come with BuildButler" />
          <BuiltInRules rules={builtIn} />
        </>
      )}
      {edited !== undefined && (
        <RuleDialog rule={edited === 'new' ? undefined : edited} onClose={() => setEdited(undefined)} />
      )}
    </>
  );
}
