import { Outlet, useMatches, useNavigate, useRouterState } from '@tanstack/react-router';
import { lazy, Suspense, useEffect, useRef, useState } from 'react';
import type { ShortcutAction } from '../../lib/key-sequence.ts';
import { useShortcuts } from '../../lib/use-shortcuts.ts';
import { useLiveRefresh } from '../../queries/use-live-refresh.ts';
import { NowProvider } from '../../ui/now-context.tsx';
import classes from './frame.module.css';
import { SideNavigation, TabBar } from './side-navigation.tsx';
import { TopBar } from './top-bar.tsx';
import { useFilters } from './use-filters.ts';

const loadPalette = async () => ({ default: (await import('./search-palette.tsx')).SearchPalette });
const SearchPalette = lazy(loadPalette);
const KeyboardHelp = lazy(async () => ({ default: (await import('./keyboard-help.tsx')).KeyboardHelp }));

/** What stands around every page: navigation, filter bar, search, keyboard. */
export function Frame() {
  useLiveRefresh();
  const { open, setOpen, close } = useDialogs();
  const filterKind = useMatches({
    select: (matches) => matches.findLast((match) => match.staticData.filters !== undefined)?.staticData.filters,
  });
  useEffect(() => {
    // Fetched right behind the page, so that no letter typed after "/" is lost.
    const timer = setTimeout(() => void loadPalette().catch(() => undefined), 200);
    return () => clearTimeout(timer);
  }, []);
  const go = useGo();
  useShortcuts((action) => {
    if (action === 'search' || action === 'help') setOpen(action);
    else go(action);
  });
  return (
    <NowProvider>
      <div className={classes.root}>
        <a href="#content" className={classes.skip}>
          Skip to content
        </a>
        <SideNavigation onHelp={() => setOpen('help')} />
        <div className={classes.column}>
          <TopBar filters={filterKind ?? 'none'} onSearch={() => setOpen('search')} onHelp={() => setOpen('help')} />
          <main id="content" className={classes.content} tabIndex={-1}>
            <Outlet />
          </main>
        </div>
        <TabBar />
        <Suspense fallback={null}>
          {open === 'search' && <SearchPalette isOpen onClose={close} />}
          {open === 'help' && <KeyboardHelp isOpen onClose={close} />}
        </Suspense>
        <PageProgress />
      </div>
    </NowProvider>
  );
}

/** Which dialog is open; when it closes the focus goes back to where it was. */
function useDialogs() {
  const [open, setOpen] = useState<'search' | 'help' | undefined>(undefined);
  const before = useRef<Element | null>(null);
  return {
    open,
    setOpen: (dialog: 'search' | 'help') => {
      before.current = document.activeElement;
      setOpen(dialog);
    },
    close: () => {
      setOpen(undefined);
      if (before.current instanceof HTMLElement) before.current.focus({ preventScroll: true });
    },
  };
}

function useGo() {
  const navigate = useNavigate();
  const { filters } = useFilters();
  return (page: Exclude<ShortcutAction, 'search' | 'help'>) => {
    if (page === 'settings') void navigate({ to: '/settings' });
    else void navigate({ to: page === 'dashboard' ? '/' : `/${page}`, search: filters });
  };
}

/** A hairline at the top while the code of a page is on its way. */
function PageProgress() {
  const isPending = useRouterState({ select: (state) => state.status === 'pending' });
  return isPending ? <div className={classes.progress} /> : null;
}
