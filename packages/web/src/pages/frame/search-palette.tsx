import { IconSearch } from '@tabler/icons-react';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { describeError } from '../../lib/describe-error.ts';
import { sharedFilters } from '../../lib/url-state.ts';
import { useListNavigation } from '../../lib/use-list-navigation.ts';
import { Dialog } from '../../ui/dialog.tsx';
import { Key } from '../../ui/key.tsx';
import { pages } from './navigation.ts';
import type { PaletteItem, Target } from './palette-items.tsx';
import classes from './search-palette.module.css';
import { useFilters } from './use-filters.ts';
import { usePalette } from './use-palette.ts';

/** Search over jobs, builds (by `#number`), pages and connections. */
export function SearchPalette({ isOpen, onClose }: { isOpen: boolean; onClose: () => void }) {
  return (
    <Dialog
      opened={isOpen}
      onClose={onClose}
      withCloseButton={false}
      centered={false}
      yOffset="12dvh"
      size={600}
      transitionProps={{ duration: 0 }}
      title="Search"
      classNames={{ header: 'visually-hidden', content: classes.content, body: classes.body }}
    >
      <Search onClose={onClose} />
    </Dialog>
  );
}

/** At once, not a tick later as the dialog's own trap does: the person is typing already. */
const takeFocus = (field: HTMLInputElement | null) => field?.focus({ preventScroll: true });

function useOpenTarget() {
  const navigate = useNavigate();
  const { filters } = useFilters();
  return (target: Target) => {
    if ('id' in target) {
      const search = target.to === '/jobs/$id' && filters.range !== undefined ? { range: filters.range } : {};
      void navigate({ to: target.to, params: { id: target.id }, search });
      return;
    }
    const instance = 'instance' in target ? target.instance : undefined;
    const isAnalytic = pages.some((page) => page.to === target.to && page.keepsFilters);
    const kept = isAnalytic ? sharedFilters(filters) : {};
    void navigate({ to: target.to, search: instance === undefined ? kept : { ...kept, instance: [instance] } });
  };
}

function Search({ onClose }: { onClose: () => void }) {
  const [text, setText] = useState('');
  const { items, isLooking, error } = usePalette(text);
  const open = useOpenTarget();
  const choose = (item: PaletteItem | undefined) => {
    if (item === undefined) return;
    onClose();
    open(item.target);
  };
  const list = useListNavigation(items.length, (index) => choose(items[index]));
  return (
    <>
      <div className={classes.field}>
        <IconSearch size={18} stroke={1.6} className={classes.icon} aria-hidden />
        <input
          className={classes.input}
          role="combobox"
          aria-expanded="true"
          aria-controls={list.listId}
          aria-activedescendant={list.active >= 0 ? list.optionId(list.active) : undefined}
          aria-label="Search jobs, builds, pages and connections"
          placeholder="Job, #build number, page or connection"
          value={text}
          maxLength={200}
          spellCheck={false}
          autoComplete="off"
          data-autofocus
          ref={takeFocus}
          onChange={(event) => {
            setText(event.currentTarget.value);
            list.setActive(0);
          }}
          onKeyDown={list.onKeyDown}
        />
        <Key>Esc</Key>
      </div>
      <div id={list.listId} role="listbox" aria-label="Results" className={classes.list} tabIndex={-1}>
        {items.map((item, index) => (
          <div key={item.key}>
            {items[index - 1]?.group !== item.group && <p className={classes.group}>{item.group}</p>}
            <div
              id={list.optionId(index)}
              role="option"
              tabIndex={-1}
              aria-selected={index === list.active}
              data-active={index === list.active || undefined}
              className={classes.row}
              onPointerMove={() => list.setActive(index)}
              onClick={() => choose(item)}
              onKeyDown={list.onKeyDown}
            >
              <span className={classes.mark}>{item.mark}</span>
              <span className={classes.label}>{item.label}</span>
              {item.note !== undefined && <span className={classes.note}>{item.note}</span>}
            </div>
          </div>
        ))}
        {items.length === 0 && (
          <p className={classes.empty} role="status">
            {error === null ? (isLooking ? 'Looking…' : `Nothing holds “${text.trim()}”.`) : describeError(error).title}
          </p>
        )}
      </div>
      <div className={classes.foot}>
        <span>
          <Key>↑</Key> <Key>↓</Key> to move
        </span>
        <span>
          <Key>↵</Key> to open
        </span>
        <span className={classes.hint}>checkout #812 finds a build</span>
      </div>
    </>
  );
}
