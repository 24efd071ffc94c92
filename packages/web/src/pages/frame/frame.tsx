import { Outlet, useMatches, useNavigate, useRouterState } from '@tanstack/react-router';
import { type ComponentType, useEffect, useRef, useState } from 'react';
import type { ShortcutAction } from '../../lib/key-sequence.ts';
import { sharedFilters } from '../../lib/url-state.ts';
import { useShortcuts } from '../../lib/use-shortcuts.ts';
import { useLiveRefresh } from '../../queries/use-live-refresh.ts';
import { NowProvider } from '../../ui/now-context.tsx';
import classes from './frame.module.css';
import { SideNavigation, TabBar } from './side-navigation.tsx';
import { TopBar } from './top-bar.tsx';
import { useFilters } from './use-filters.ts';

type Dialog = ComponentType<{ isOpen: boolean; onClose: () => void }>;
type Dialogs = Record<DialogName, Dialog>;
type DialogName = 'search' | 'help';

/** What stands around every page: navigation, filter bar, search, keyboard. */
export function Frame() {
  useLiveRefresh();
  const { Dialog, setOpen, close } = useDialogs();
  const filterKind = useMatches({
    select: (matches) => matches.findLast((match) => match.staticData.filters !== undefined)?.staticData.filters,
  });
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
        {Dialog !== undefined && <Dialog isOpen onClose={close} />}
        <PageProgress />
      </div>
    </NowProvider>
  );
}

/**
 * Which dialog is open; when it closes the focus goes back to where it was. Their code comes right behind the page,
 * and not by Suspense, which would hold it back for 300 ms: letters typed after "/" would be lost.
 */
function useDialogs() {
  const [dialogs, setDialogs] = useState<Dialogs | undefined>(undefined);
  const [open, setOpen] = useState<DialogName | undefined>(undefined);
  const before = useRef<Element | null>(null);
  useEffect(() => {
    const load = () =>
      Promise.all([import('./search-palette.tsx'), import('./keyboard-help.tsx')]).then(
        ([{ SearchPalette }, { KeyboardHelp }]) => setDialogs({ search: SearchPalette, help: KeyboardHelp }),
        // A server that is away for a moment: opening a dialog tries again.
        () => undefined,
      );
    if (dialogs !== undefined) return;
    const timer = setTimeout(load, open === undefined ? 200 : 0);
    return () => clearTimeout(timer);
  }, [dialogs, open]);
  return {
    Dialog: open === undefined ? undefined : dialogs?.[open],
    setOpen: (dialog: DialogName) => {
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
    else void navigate({ to: page === 'dashboard' ? '/' : `/${page}`, search: sharedFilters(filters) });
  };
}

/** A hairline at the top while the code of a page is on its way. */
function PageProgress() {
  const isPending = useRouterState({ select: (state) => state.status === 'pending' });
  return isPending ? <div className={classes.progress} /> : null;
}
