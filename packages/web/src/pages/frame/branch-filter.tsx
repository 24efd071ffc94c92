import { useDebouncedValue } from '@mantine/hooks';
import { useState } from 'react';
import { useBranches } from '../../queries/analytics.ts';
import { OptionList } from './option-list.tsx';
import { useFilters } from './use-filters.ts';

const anyBranch = '';

/** One branch to look at, most used first. */
export function BranchList({ onDone }: { onDone?: () => void }) {
  const { filters, change } = useFilters();
  const [text, setText] = useState('');
  const [asked] = useDebouncedValue(text.trim(), 200);
  const { data, isPending } = useBranches(asked);
  const found = data?.data ?? [];
  const pinned =
    filters.branch !== undefined && asked === '' && !found.includes(filters.branch) ? [filters.branch] : [];
  const options = [...pinned, ...found].map((branch) => ({
    value: branch,
    label: branch,
    isChosen: branch === filters.branch,
  }));
  const any = { value: anyBranch, label: 'Any branch', isChosen: filters.branch === undefined };
  const pick = (branch: string) => {
    change({ branch: branch === anyBranch || branch === filters.branch ? undefined : branch });
    onDone?.();
  };
  return (
    <OptionList
      name="Branches"
      options={asked === '' ? [any, ...options] : options}
      onPick={pick}
      search={{ text, onChange: setText, placeholder: 'Find a branch' }}
      empty={isPending ? 'Looking…' : `No branch holds “${asked}”.`}
    />
  );
}
