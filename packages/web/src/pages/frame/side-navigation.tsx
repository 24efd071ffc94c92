import { Link, useRouterState } from '@tanstack/react-router';
import { useLive } from '../../queries/analytics.ts';
import { Logo } from '../../ui/logo.tsx';
import { isCurrent, pages } from './navigation.ts';
import classes from './side-navigation.module.css';
import { useFilters } from './use-filters.ts';
import { UserMenu } from './user-menu.tsx';

type Page = (typeof pages)[number];

function NavigationLink({ page, className }: { page: Page; className: string | undefined }) {
  const path = useRouterState({ select: (state) => state.location.pathname });
  const { filters } = useFilters();
  const { data: live } = useLive();
  const failing = page.to === '/settings' ? (live?.failing ?? 0) : 0;
  const Icon = page.icon;
  return (
    <Link
      to={page.to}
      search={page.keepsFilters ? filters : {}}
      className={className}
      data-current={isCurrent(page.to, path) || undefined}
      aria-current={isCurrent(page.to, path) ? 'page' : undefined}
    >
      <Icon size={18} stroke={1.6} aria-hidden />
      <span>{page.label}</span>
      {failing > 0 && (
        <span
          className={classes.failing}
          title={`${failing} ${failing === 1 ? 'connection fails' : 'connections fail'}`}
        >
          <span aria-hidden="true">{failing}</span>
        </span>
      )}
    </Link>
  );
}

/** The navigation at the left of wide screens. */
export function SideNavigation({ onHelp }: { onHelp: () => void }) {
  return (
    <aside className={classes.side}>
      <div className={classes.brand}>
        <Logo size={22} />
        <span>BuildButler</span>
      </div>
      <nav aria-label="Pages" className={classes.links}>
        {pages.map((page) => (
          <NavigationLink key={page.to} page={page} className={classes.link} />
        ))}
      </nav>
      <div className={classes.foot}>
        <UserMenu onHelp={onHelp} />
      </div>
    </aside>
  );
}

/** The navigation at the bottom of narrow screens. */
export function TabBar() {
  return (
    <nav aria-label="Pages" className={classes.tabs}>
      {pages.map((page) => (
        <NavigationLink key={page.to} page={page} className={classes.tab} />
      ))}
    </nav>
  );
}
