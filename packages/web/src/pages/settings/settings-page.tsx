import { Link, Outlet, useRouterState } from '@tanstack/react-router';
import { useEffect, useRef } from 'react';
import { useSession } from '../../queries/session.ts';
import { isCurrent } from '../frame/navigation.ts';
import classes from './settings-page.module.css';

const parts = [
  { to: '/settings/connections', label: 'Connections', admins: false },
  { to: '/settings/flaky', label: 'Flaky rules', admins: false },
  { to: '/settings/failure-rules', label: 'Failure rules', admins: false },
  { to: '/settings/tokens', label: 'API tokens', admins: false },
  { to: '/settings/users', label: 'Users', admins: true },
  { to: '/settings/audit', label: 'Audit log', admins: true },
  { to: '/settings/account', label: 'Your account', admins: false },
  { to: '/settings/about', label: 'About', admins: false },
] as const;

/** Settings: its parts in one row, the chosen one below. */
export function SettingsPage() {
  const path = useRouterState({ select: (state) => state.location.pathname });
  const { data: session } = useSession();
  const row = useRef<HTMLElement>(null);
  // On narrow screens the row is wider than the screen.
  useEffect(() => {
    if (path !== '')
      row.current?.querySelector('[aria-current]')?.scrollIntoView({ inline: 'center', block: 'nearest' });
  }, [path]);
  return (
    <div className={classes.root}>
      <nav ref={row} aria-label="Settings" className={classes.parts}>
        {parts
          .filter((part) => !part.admins || session?.role === 'admin')
          .map((part) => {
            const current = isCurrent(part.to, path);
            return (
              <Link
                key={part.to}
                to={part.to}
                className={classes.part}
                data-current={current || undefined}
                aria-current={current ? 'page' : undefined}
              >
                {part.label}
              </Link>
            );
          })}
      </nav>
      <Outlet />
    </div>
  );
}
