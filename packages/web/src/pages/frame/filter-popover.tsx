import { Popover } from '@mantine/core';
import { IconChevronDown } from '@tabler/icons-react';
import { type ReactNode, useState } from 'react';
import classes from './filter-popover.module.css';

interface FilterPopoverProps {
  /** What the filter is, for screen readers and as its text while nothing is chosen. */
  readonly name: string;
  /** What is chosen; absent = the filter does not narrow. */
  readonly value?: ReactNode;
  readonly title?: string | undefined;
  readonly width?: number;
  readonly children: (close: () => void) => ReactNode;
}

/** A button of the filter bar that opens its choices below. */
export function FilterPopover({ name, value, title, width = 240, children }: FilterPopoverProps) {
  const [isOpen, setOpen] = useState(false);
  return (
    <Popover opened={isOpen} onChange={setOpen} position="bottom-start" width={width} trapFocus returnFocus>
      <Popover.Target>
        <button
          type="button"
          className={classes.target}
          data-chosen={value !== undefined || undefined}
          title={title}
          onClick={() => setOpen(!isOpen)}
        >
          <span className={value === undefined ? classes.text : 'visually-hidden'}>{name}</span>
          {value !== undefined && <span className={classes.text}>{value}</span>}
          <IconChevronDown size={14} stroke={1.8} className={classes.chevron} aria-hidden />
        </button>
      </Popover.Target>
      <Popover.Dropdown aria-label={name} className={classes.dropdown}>
        {children(() => setOpen(false))}
      </Popover.Dropdown>
    </Popover>
  );
}
