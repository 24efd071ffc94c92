import { Popover, type PopoverProps } from '@mantine/core';
import { IconCheck } from '@tabler/icons-react';
import { createContext, type KeyboardEvent, type ReactElement, type ReactNode, useContext, useState } from 'react';
import { moveInList } from '../lib/use-list-navigation.ts';
import classes from './menu.module.css';

const CloseContext = createContext<() => void>(() => {});

interface MenuProps {
  readonly label: string;
  /** The button that opens the menu, given what it has to carry. */
  readonly target: (props: { 'aria-haspopup': 'menu'; 'aria-expanded': boolean; onClick: () => void }) => ReactElement;
  readonly width: number;
  readonly position: NonNullable<PopoverProps['position']>;
  readonly children: ReactNode;
}

function moveFocus(event: KeyboardEvent<HTMLDivElement>) {
  const items = [...event.currentTarget.querySelectorAll<HTMLElement>('[role^="menuitem"]')];
  const next = moveInList(event.key, items.indexOf(document.activeElement as HTMLElement), items.length);
  if (next === undefined) return;
  event.preventDefault();
  items[next]?.focus();
}

/** A button that opens a list of things to do; arrow keys move in it, Escape closes it. */
export function Menu({ label, target, width, position, children }: MenuProps) {
  const [isOpen, setOpen] = useState(false);
  const close = () => setOpen(false);
  return (
    <Popover
      opened={isOpen}
      onChange={setOpen}
      width={width}
      position={position}
      withRoles={false}
      trapFocus
      returnFocus
    >
      <Popover.Target>
        {target({ 'aria-haspopup': 'menu', 'aria-expanded': isOpen, onClick: () => setOpen(!isOpen) })}
      </Popover.Target>
      <Popover.Dropdown className={classes.dropdown}>
        <div role="menu" aria-label={label} tabIndex={-1} className={classes.menu} onKeyDown={moveFocus}>
          <CloseContext value={close}>{children}</CloseContext>
        </div>
      </Popover.Dropdown>
    </Popover>
  );
}

interface MenuItemProps {
  readonly icon: ReactNode;
  readonly onPick: () => void;
  /** One of several of which one is chosen; absent for a thing to do. */
  readonly isChosen?: boolean;
  readonly isDanger?: boolean;
  readonly children: ReactNode;
}

/** One thing to do, or one of several choices. */
export function MenuItem({ icon, onPick, isChosen, isDanger = false, children }: MenuItemProps) {
  const close = useContext(CloseContext);
  const role = isChosen === undefined ? { role: 'menuitem' } : { role: 'menuitemradio', 'aria-checked': isChosen };
  return (
    <button
      type="button"
      {...role}
      className={classes.item}
      data-danger={isDanger || undefined}
      onClick={() => {
        close();
        onPick();
      }}
    >
      {icon}
      <span className={classes.text}>{children}</span>
      {isChosen === true && <IconCheck size={14} aria-hidden />}
    </button>
  );
}

interface MenuDownloadProps {
  readonly icon: ReactNode;
  readonly href: string;
  readonly children: ReactNode;
}

/** A file to take home. */
export function MenuDownload({ icon, href, children }: MenuDownloadProps) {
  const close = useContext(CloseContext);
  return (
    <a href={href} download role="menuitem" className={classes.item} onClick={close}>
      {icon}
      <span className={classes.text}>{children}</span>
    </a>
  );
}

/** Divides a menu; with a text, names what follows. */
export function MenuLabel({ children }: { children: ReactNode }) {
  return <p className={classes.label}>{children}</p>;
}

/** A hairline between parts of a menu. */
export function MenuLine() {
  return <hr className={classes.line} />;
}
