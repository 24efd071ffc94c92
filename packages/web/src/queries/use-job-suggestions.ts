import { foldersHolding } from '../lib/folder-list.ts';
import { useMetrics } from './analytics.ts';
import { useJobs } from './jobs.ts';

interface Asked {
  readonly text: string;
  readonly instance: readonly string[] | undefined;
  readonly folder?: string | undefined;
  readonly isOpen: boolean;
}

/** Folders and jobs whose name holds a text, a handful of each. */
export function useJobSuggestions({ text, instance, folder, isOpen }: Asked) {
  const source = instance === undefined ? {} : { instance: [...instance] };
  const inFolder = folder === undefined ? {} : { folder };
  const metrics = useMetrics({ range: '90d', group_by: 'folder', ...source, ...inFolder }, isOpen);
  const jobs = useJobs({ q: text, per_page: 7, ...source, ...inFolder }, isOpen && text !== '');
  const paths = (metrics.data?.groups ?? []).map((group) => group.key);
  return {
    folders: foldersHolding(paths, text, folder).slice(0, text === '' ? 8 : 4),
    jobs: text === '' ? [] : (jobs.data?.data ?? []),
    isLooking: text !== '' && jobs.isFetching && jobs.data === undefined,
  };
}
