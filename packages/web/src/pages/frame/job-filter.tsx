import { Popover } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { IconFolder, IconSearch, IconX } from '@tabler/icons-react';
import { type KeyboardEvent, useState } from 'react';
import { folderSteps, splitJobName } from '../../lib/job-name.ts';
import { useDraft } from '../../lib/use-draft.ts';
import { useListNavigation } from '../../lib/use-list-navigation.ts';
import { useJobSuggestions } from '../../queries/use-job-suggestions.ts';
import classes from './job-filter.module.css';
import { type Suggestion, SuggestionList, toSuggestions } from './suggestion-list.tsx';
import { useFilters } from './use-filters.ts';

/** Narrows to jobs whose name holds what is typed, or to one folder or job that is picked from the suggestions. */
export function JobFilter() {
  const { filters, change } = useFilters();
  const [isOpen, setOpen] = useState(false);
  const { text, type } = useDraft(filters.q ?? '', (q) =>
    change({ q: q === '' ? undefined : q }, { replaces: filters.q !== undefined }),
  );
  const [asked] = useDebouncedValue(text.trim(), 150);
  const found = useJobSuggestions({ text: asked, instance: filters.instance, folder: filters.folder, isOpen });
  const suggestions = toSuggestions(found);
  const choose = (suggestion: Suggestion | undefined) => {
    if (suggestion === undefined) return;
    type('');
    change({
      q: undefined,
      job: undefined,
      ...(suggestion.kind === 'folder' ? { folder: suggestion.value } : { folder: undefined, job: suggestion.value }),
    });
    setOpen(false);
  };
  const list = useListNavigation(suggestions.length, (index) => choose(suggestions[index]), -1);
  const onKeyDown = (event: KeyboardEvent<HTMLInputElement>) => {
    if (event.key === 'Escape') setOpen(false);
    else if (event.key === 'Backspace' && text === '') change({ folder: undefined, job: undefined });
    else if (event.key === 'Enter' && list.active < 0) setOpen(false);
    else list.onKeyDown(event);
  };
  const isShown = isOpen && (suggestions.length > 0 || asked !== '');
  return (
    <Popover opened={isShown} onChange={setOpen} position="bottom-start" width={420} withRoles={false}>
      <Popover.Target>
        <div className={classes.field} data-open={isShown || undefined}>
          <IconSearch size={14} stroke={1.8} className={classes.icon} aria-hidden />
          <Chosen filters={filters} onClear={() => change({ folder: undefined, job: undefined })} />
          <input
            className={classes.input}
            role="combobox"
            aria-label="Folder or job"
            aria-expanded={isShown}
            aria-controls={list.listId}
            aria-activedescendant={list.active >= 0 ? list.optionId(list.active) : undefined}
            placeholder={filters.job !== undefined || filters.folder !== undefined ? '' : 'Folder or job'}
            value={text}
            maxLength={200}
            spellCheck={false}
            autoComplete="off"
            onFocus={() => setOpen(true)}
            onBlur={() => setOpen(false)}
            onChange={(event) => {
              type(event.currentTarget.value);
              list.setActive(-1);
              setOpen(true);
            }}
            onKeyDown={onKeyDown}
          />
          {text !== '' && (
            <button type="button" className={classes.clear} aria-label="Clear the search text" onClick={() => type('')}>
              <IconX size={14} stroke={1.8} />
            </button>
          )}
        </div>
      </Popover.Target>
      <Popover.Dropdown className={classes.dropdown} role="region" aria-label="Suggestions">
        <SuggestionList
          list={list}
          suggestions={suggestions}
          text={asked}
          isLooking={found.isLooking}
          onChoose={choose}
        />
      </Popover.Dropdown>
    </Popover>
  );
}

/** The folder or job that was picked, as a chip inside the field. */
function Chosen({ filters, onClear }: { filters: ReturnType<typeof useFilters>['filters']; onClear: () => void }) {
  const value = filters.job ?? filters.folder;
  if (value === undefined) return null;
  const name = filters.job === undefined ? folderSteps(value).at(-1)?.label : splitJobName(value).name;
  return (
    <span className={classes.chip} title={value}>
      {filters.job === undefined && <IconFolder size={13} stroke={1.8} className={classes.chipIcon} aria-hidden />}
      <span className={classes.chipText}>{name}</span>
      <button type="button" className={classes.clear} aria-label={`Stop narrowing to ${value}`} onClick={onClear}>
        <IconX size={13} stroke={1.8} />
      </button>
    </span>
  );
}
