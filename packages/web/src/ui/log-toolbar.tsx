import { ActionIcon, Button } from '@mantine/core';
import {
  IconAlertCircle,
  IconArrowBarToDown,
  IconChevronDown,
  IconChevronUp,
  IconDownload,
  IconSearch,
  IconTextWrap,
} from '@tabler/icons-react';
import { type KeyboardEvent, useEffect, useRef } from 'react';
import { formatCount, formatCountOf } from '../lib/format-number.ts';
import classes from './log-toolbar.module.css';
import type { Follow } from './use-follow.ts';
import { type LogSearch, mostMatches } from './use-log-search.ts';

interface LogToolbarProps {
  readonly search: LogSearch;
  readonly lineCount: number;
  /** Absent when the log reports no error. */
  readonly onFirstError: (() => void) | undefined;
  readonly isWrapping: boolean;
  readonly onWrap: () => void;
  /** Absent when the log no longer grows. */
  readonly follow: Follow | undefined;
  readonly downloadUrl: string;
}

/** Search and the ways through a log. */
export function LogToolbar(props: LogToolbarProps) {
  const { search, lineCount, onFirstError, isWrapping, onWrap, follow, downloadUrl } = props;
  return (
    <div className={classes.root}>
      <SearchField search={search} />
      <span className={classes.lines}>{formatCountOf(lineCount, 'line')}</span>
      <span className={classes.end}>
        {follow !== undefined && (
          <Button
            variant={follow.isFollowing ? 'filled' : 'default'}
            size="compact-xs"
            aria-pressed={follow.isFollowing}
            leftSection={<IconArrowBarToDown size={14} aria-hidden />}
            onClick={() => follow.setFollowing(!follow.isFollowing)}
          >
            Follow
          </Button>
        )}
        {onFirstError !== undefined && (
          <Button size="compact-xs" leftSection={<IconAlertCircle size={14} aria-hidden />} onClick={onFirstError}>
            First error
          </Button>
        )}
        <ActionIcon
          aria-label="Wrap long lines"
          title="Wrap long lines"
          aria-pressed={isWrapping}
          className={classes.toggle}
          onClick={onWrap}
        >
          <IconTextWrap size={16} stroke={1.7} />
        </ActionIcon>
        <ActionIcon component="a" href={downloadUrl} download aria-label="Download the log" title="Download the log">
          <IconDownload size={16} stroke={1.7} />
        </ActionIcon>
      </span>
    </div>
  );
}

function SearchField({ search }: { search: LogSearch }) {
  const field = useRef<HTMLInputElement>(null);
  useFindKey(field);
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Enter') {
      event.preventDefault();
      if (event.shiftKey) search.previous();
      else search.next();
    } else if (event.key === 'Escape') search.type('');
  };
  const hasPlaces = search.count > 0;
  return (
    <search className={classes.search}>
      <IconSearch size={14} stroke={1.8} className={classes.icon} aria-hidden />
      <input
        ref={field}
        className={classes.input}
        placeholder="Search the log"
        aria-label="Search the log"
        value={search.query}
        maxLength={300}
        spellCheck={false}
        autoComplete="off"
        onChange={(event) => search.type(event.currentTarget.value)}
        onKeyDown={onKeyDown}
      />
      {search.query !== '' && (
        <span className={classes.count} role="status">
          {hasPlaces
            ? `${formatCount(search.current + 1)} of ${formatCount(search.count)}${search.count >= mostMatches ? '+' : ''}`
            : 'Not found'}
        </span>
      )}
      <ActionIcon
        size={24}
        aria-label="Match before"
        title="Match before (Shift+Enter)"
        disabled={!hasPlaces}
        onClick={search.previous}
      >
        <IconChevronUp size={15} />
      </ActionIcon>
      <ActionIcon
        size={24}
        aria-label="Next match"
        title="Next match (Enter)"
        disabled={!hasPlaces}
        onClick={search.next}
      >
        <IconChevronDown size={15} />
      </ActionIcon>
    </search>
  );
}

/** The browser's own search sees only the lines that are drawn: its key leads here; pressed again, to the browser's. */
function useFindKey(field: React.RefObject<HTMLInputElement | null>): void {
  useEffect(() => {
    const onKey = (event: globalThis.KeyboardEvent) => {
      const isFind = (event.metaKey || event.ctrlKey) && !event.altKey && !event.shiftKey && event.key === 'f';
      if (!isFind || field.current === null || document.activeElement === field.current) return;
      event.preventDefault();
      field.current.focus();
      field.current.select();
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, [field]);
}
