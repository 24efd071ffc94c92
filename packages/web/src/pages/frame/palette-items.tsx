import type { BuildSummary, Connection, JobSummary } from '@buildbutler/contract';
import { IconArrowRight, IconPlus } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { stateTone } from '../../lib/connection-state.ts';
import { folderSteps, jobTitle, splitJobName } from '../../lib/job-name.ts';
import { ResultMark } from '../../ui/result-mark.tsx';
import { StateDot } from '../../ui/state-dot.tsx';
import { TimeAgo } from '../../ui/time-ago.tsx';
import { pages } from './navigation.ts';

/** Where a line of the palette leads. */
export type Target =
  | { readonly to: (typeof pages)[number]['to']; readonly instance?: string }
  | { readonly to: '/settings/connections' | '/settings/connections/new' | '/settings/tokens' }
  | {
      readonly to:
        | '/settings/flaky'
        | '/settings/users'
        | '/settings/audit'
        | '/settings/account'
        | '/settings/failure-rules'
        | '/settings/about';
    }
  | { readonly to: '/jobs/$id' | '/builds/$id'; readonly id: string };

/** One line of the palette. */
export interface PaletteItem {
  readonly key: string;
  readonly group: string;
  readonly mark: ReactNode;
  readonly label: string;
  readonly note?: ReactNode;
  readonly target: Target;
}

const arrow = <IconArrowRight size={16} stroke={1.6} />;

const settingsPages = [
  { to: '/settings/connections', label: 'Connections', admins: false },
  { to: '/settings/connections/new', label: 'Add Jenkins Instance', admins: true },
  { to: '/settings/flaky', label: 'Flaky rules', admins: false },
  { to: '/settings/failure-rules', label: 'Failure rules', admins: false },
  { to: '/settings/tokens', label: 'API tokens', admins: false },
  { to: '/settings/users', label: 'Users', admins: true },
  { to: '/settings/audit', label: 'Audit log', admins: true },
  { to: '/settings/account', label: 'Your account', admins: false },
  { to: '/settings/about', label: 'About', admins: false },
] as const;

/** Pages whose name holds a text. */
export function pageItems(text: string, isAdmin: boolean): PaletteItem[] {
  const holds = (label: string) => label.toLowerCase().includes(text.toLowerCase());
  const main = pages
    .filter((page) => page.to !== '/settings' && holds(page.label))
    .map(({ to, label, icon: Icon }) => ({
      key: to,
      group: 'Pages',
      mark: <Icon size={16} stroke={1.6} />,
      label,
      target: { to },
    }));
  const settings = settingsPages
    .filter((page) => (isAdmin || !page.admins) && (holds(page.label) || holds(`Settings ${page.label}`)))
    .map(({ to, label }) => ({
      key: to,
      group: 'Pages',
      mark: to.endsWith('/new') ? <IconPlus size={16} stroke={1.6} /> : arrow,
      label,
      note: 'Settings',
      target: { to },
    }));
  return [...main, ...settings];
}

/** Connections whose name or address holds a text; each leads to the dashboard of that source. */
export function connectionItems(text: string, connections: readonly Connection[]): PaletteItem[] {
  const wanted = text.toLowerCase();
  return connections
    .filter(({ name, url }) => name.toLowerCase().includes(wanted) || url.toLowerCase().includes(wanted))
    .slice(0, 5)
    .map((connection) => ({
      key: `connection ${connection.id}`,
      group: 'Connections',
      mark: <StateDot tone={stateTone(connection.state)} />,
      label: connection.name,
      note: connection.status,
      target: { to: '/', instance: connection.name },
    }));
}

const placeOf = (instance: string, folder: string) =>
  [instance, ...folderSteps(folder).map((step) => step.label)].join(' / ');

export function jobItems(jobs: readonly JobSummary[]): PaletteItem[] {
  return jobs.map((job) => {
    const { folder, name } = jobTitle(job.fullName, job.kind === 'multibranch-branch');
    return {
      key: job.id,
      group: 'Jobs',
      mark: <ResultMark result={job.lastResult} building={job.isBuilding} iconOnly />,
      label: name,
      note: placeOf(job.instance, folder),
      target: { to: '/jobs/$id', id: job.id },
    };
  });
}

export function buildItems(builds: readonly BuildSummary[]): PaletteItem[] {
  return builds.map((build) => {
    const { folder, name } = splitJobName(build.jobName);
    return {
      key: build.id,
      group: 'Builds',
      mark: <ResultMark result={build.result} building={build.building} iconOnly />,
      label: `${name} #${build.number}`,
      note: (
        <>
          {placeOf(build.instance, folder)} · <TimeAgo at={build.timestamp} />
        </>
      ),
      target: { to: '/builds/$id', id: build.id },
    };
  });
}
