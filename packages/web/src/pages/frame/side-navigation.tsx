import { IconDots } from '@tabler/icons-react';
import { Link, useNavigate, useRouterState } from '@tanstack/react-router';
import { sharedFilters } from '../../lib/url-state.ts';
import { useLive } from '../../queries/analytics.ts';
import { Logo } from '../../ui/logo.tsx';
import { Menu, MenuItem } from '../../ui/menu.tsx';
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
      search={page.keepsFilters ? sharedFilters(filters) : {}}
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

/** The navigation at the bottom of narrow screens: the pages most gone to, the others in a menu. */
export function TabBar() {
  return (
    <nav aria-label="Pages" className={classes.tabs}>
      {pages
        .filter((page) => page.isInBar)
        .map((page) => (
          <NavigationLink key={page.to} page={page} className={classes.tab} />
        ))}
      <MorePages />
    </nav>
  );
}

function MorePages() {
  const path = useRouterState({ select: (state) => state.location.pathname });
  const navigate = useNavigate();
  const { filters } = useFilters();
  const { data: live } = useLive();
  const others = pages.filter((page) => !page.isInBar);
  const current = others.find((page) => isCurrent(page.to, path));
  const isFailing = (live?.failing ?? 0) > 0;
  return (
    <Menu
      label="More pages"
      width={220}
      position="top-end"
      target={(props) => (
        <button type="button" className={classes.tab} data-current={current !== undefined || undefined} {...props}>
          <IconDots size={18} stroke={1.6} aria-hidden />
          <span>{current?.label ?? 'More'}</span>
          {isFailing && (
            <span className={classes.failing} title="A connection fails: see Settings">
              <span aria-hidden="true">!</span>
            </span>
          )}
        </button>
      )}
    >
      {others.map(({ to, label, icon: Icon, keepsFilters }) => (
        <MenuItem
          key={to}
          icon={<Icon size={18} stroke={1.6} aria-hidden />}
          isChosen={to === current?.to}
          onPick={() => void navigate({ to, search: keepsFilters ? sharedFilters(filters) : {} })}
        >
          {label}
        </MenuItem>
      ))}
    </Menu>
  );
}
