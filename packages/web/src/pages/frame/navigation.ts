import {
  IconAdjustmentsHorizontal,
  IconAlertOctagon,
  IconArrowsShuffle,
  IconHierarchy2,
  IconHourglass,
  IconLayoutDashboard,
  IconListDetails,
  IconServer2,
  IconTestPipe,
  IconTimeline,
} from '@tabler/icons-react';

/**
 * The pages of the left navigation, in order. A page that joins later is one more entry here and one route. Those with
 * `isInBar` stand in the bar of narrow screens themselves, the others behind its "More".
 */
export const pages = [
  { to: '/', label: 'Dashboard', icon: IconLayoutDashboard, keepsFilters: true, isInBar: true },
  { to: '/builds', label: 'Builds', icon: IconListDetails, keepsFilters: true, isInBar: true },
  { to: '/jobs', label: 'Jobs', icon: IconHierarchy2, keepsFilters: true, isInBar: true },
  { to: '/pipelines', label: 'Pipelines', icon: IconTimeline, keepsFilters: true, isInBar: false },
  { to: '/tests', label: 'Tests', icon: IconTestPipe, keepsFilters: true, isInBar: true },
  { to: '/flaky', label: 'Flaky tests', icon: IconArrowsShuffle, keepsFilters: true, isInBar: false },
  { to: '/failures', label: 'Failures', icon: IconAlertOctagon, keepsFilters: true, isInBar: false },
  { to: '/queue', label: 'Queue', icon: IconHourglass, keepsFilters: true, isInBar: false },
  { to: '/agents', label: 'Agents', icon: IconServer2, keepsFilters: true, isInBar: false },
  { to: '/settings', label: 'Settings', icon: IconAdjustmentsHorizontal, keepsFilters: false, isInBar: false },
] as const;

/** Is the page of an entry (or one below it) on screen? */
export function isCurrent(to: string, path: string): boolean {
  return to === '/' ? path === '/' : path === to || path.startsWith(`${to}/`);
}
