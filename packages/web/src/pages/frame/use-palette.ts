import { useDebouncedValue } from '@mantine/hooks';
import { parseBuildQuery } from '../../lib/build-query.ts';
import { useBuilds } from '../../queries/builds.ts';
import { useConnections } from '../../queries/connections.ts';
import { useJobs } from '../../queries/jobs.ts';
import { useSession } from '../../queries/session.ts';
import { buildItems, connectionItems, jobItems, type PaletteItem, pageItems } from './palette-items.tsx';

/** What the palette offers for a text: builds when it holds a number, jobs, pages and connections. */
export function usePalette(text: string): { items: PaletteItem[]; isLooking: boolean; error: unknown } {
  const { data: session } = useSession();
  const connections = useConnections();
  const [asked] = useDebouncedValue(text.trim(), 150);
  const build = parseBuildQuery(asked);
  const jobs = useJobs({ q: asked, per_page: 6 }, asked !== '' && !asked.includes('#'));
  const builds = useBuilds(
    { per_page: 6, number: build?.number ?? 1, ...(build === undefined || build.job === '' ? {} : { q: build.job }) },
    build !== undefined,
  );
  const items = [
    ...(build === undefined ? [] : buildItems(builds.isPlaceholderData ? [] : (builds.data?.data ?? []))),
    ...(asked === '' || asked.includes('#') ? [] : jobItems(jobs.data?.data ?? [])),
    ...pageItems(text.trim(), session?.role === 'admin'),
    ...connectionItems(text.trim(), connections.data?.data ?? []),
  ];
  return {
    items,
    isLooking: asked !== text.trim() || jobs.isFetching || builds.isFetching,
    error: jobs.error ?? builds.error,
  };
}
