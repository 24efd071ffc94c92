import { IconCheck } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useListNavigation } from '../../lib/use-list-navigation.ts';
import classes from './option-list.module.css';

/** One choice of a list. */
export interface Option {
  readonly value: string;
  readonly label: ReactNode;
  /** A muted remark at the right end. */
  readonly note?: ReactNode;
  readonly isChosen: boolean;
}

interface OptionListProps {
  readonly name: string;
  readonly options: readonly Option[];
  /** May several be chosen at once? Shows boxes instead of one tick. */
  readonly isMany?: boolean;
  readonly onPick: (value: string) => void;
  /** A text field over the list that narrows it. */
  readonly search?: { readonly text: string; readonly onChange: (text: string) => void; readonly placeholder: string };
  readonly empty?: string;
  /** Two columns, for short labels where there is room. */
  readonly isWide?: boolean;
}

/** Choices that arrow keys, Enter and the mouse reach; with a search field over them when there are many. */
export function OptionList({ name, options, isMany = false, onPick, search, empty, isWide = false }: OptionListProps) {
  const start = Math.max(
    0,
    options.findIndex((option) => option.isChosen),
  );
  const list = useListNavigation(
    options.length,
    (index) => {
      const option = options[index];
      if (option !== undefined) onPick(option.value);
    },
    start,
  );
  const isOn = list.active >= 0 ? list.optionId(list.active) : undefined;
  return (
    <div>
      {search !== undefined && (
        <input
          className={classes.search}
          role="combobox"
          aria-expanded="true"
          aria-controls={list.listId}
          aria-activedescendant={isOn}
          aria-label={search.placeholder}
          placeholder={search.placeholder}
          value={search.text}
          maxLength={200}
          spellCheck={false}
          autoComplete="off"
          data-autofocus
          onChange={(event) => {
            search.onChange(event.currentTarget.value);
            list.setActive(0);
          }}
          onKeyDown={list.onKeyDown}
        />
      )}
      <div
        id={list.listId}
        className={classes.list}
        data-wide={isWide || undefined}
        role="listbox"
        aria-label={name}
        aria-multiselectable={isMany}
        aria-activedescendant={search === undefined ? isOn : undefined}
        tabIndex={search === undefined ? 0 : -1}
        data-autofocus={search === undefined || undefined}
        onKeyDown={(event) => {
          if (event.key === ' ') {
            event.preventDefault();
            const option = options[list.active];
            if (option !== undefined) onPick(option.value);
          } else list.onKeyDown(event);
        }}
      >
        {options.map((option, index) => (
          <div
            key={option.value}
            id={list.optionId(index)}
            className={classes.option}
            role="option"
            tabIndex={-1}
            aria-selected={option.isChosen}
            data-active={index === list.active || undefined}
            onPointerMove={() => list.setActive(index)}
            onClick={() => onPick(option.value)}
            onKeyDown={list.onKeyDown}
          >
            {isMany && (
              <span className={classes.box} data-chosen={option.isChosen || undefined} aria-hidden="true">
                {option.isChosen && <IconCheck size={12} stroke={3} />}
              </span>
            )}
            <span className={classes.label}>{option.label}</span>
            {option.note !== undefined && <span className={classes.note}>{option.note}</span>}
            {!isMany && option.isChosen && <IconCheck size={14} className={classes.tick} aria-hidden />}
          </div>
        ))}
      </div>
      {options.length === 0 && empty !== undefined && <p className={classes.empty}>{empty}</p>}
    </div>
  );
}
