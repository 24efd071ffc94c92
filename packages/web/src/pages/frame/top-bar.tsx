import { ActionIcon } from '@mantine/core';
import { IconSearch } from '@tabler/icons-react';
import { Key } from '../../ui/key.tsx';
import { Logo } from '../../ui/logo.tsx';
import { FilterBar } from './filter-bar.tsx';
import type { FilterKind } from './filter-kind.ts';
import { LiveIndicator } from './live-indicator.tsx';
import classes from './top-bar.module.css';
import { UserMenu } from './user-menu.tsx';

interface TopBarProps {
  readonly filters: FilterKind;
  readonly onSearch: () => void;
  readonly onHelp: () => void;
}

/** Filters at the left; live state and search at the right. */
export function TopBar({ filters, onSearch, onHelp }: TopBarProps) {
  return (
    <div className={classes.root}>
      <span className={classes.logo}>
        <Logo size={24} />
      </span>
      <div className={classes.filters}>{filters !== 'none' && <FilterBar kind={filters} />}</div>
      <div className={classes.end}>
        <LiveIndicator />
        <button type="button" className={classes.search} onClick={onSearch} aria-label="Search">
          <IconSearch size={15} stroke={1.8} aria-hidden />
          <span>Search</span>
          <Key>/</Key>
        </button>
        <ActionIcon className={classes.searchIcon} size={36} onClick={onSearch} aria-label="Search">
          <IconSearch size={20} stroke={1.6} />
        </ActionIcon>
        <span className={classes.user}>
          <UserMenu onHelp={onHelp} compact />
        </span>
      </div>
    </div>
  );
}
