import { rangeNames } from '@buildbutler/contract';
import { useState } from 'react';
import { formatExact, viewerTimeZone } from '../../lib/format-time.ts';
import { daysRange, defaultRange, isRangeName, rangeDays, rangeLabel } from '../../lib/range.ts';
import { usePageNow } from '../../ui/now-context.tsx';
import { OptionList } from './option-list.tsx';
import classes from './range-filter.module.css';
import { useFilters } from './use-filters.ts';

/** The time to look at: a range with a name, or whole days from one date to another in the viewer's zone. */
export function RangeList({ onDone, isWide = false }: { onDone?: () => void; isWide?: boolean }) {
  const { filters, change } = useFilters();
  const chosen = filters.range ?? defaultRange;
  const options = rangeNames.map((name) => ({ value: name, label: rangeLabel(name), isChosen: name === chosen }));
  const pick = (name: string) => {
    change({ range: name === defaultRange ? undefined : name });
    onDone?.();
  };
  return (
    <>
      <OptionList name="Date range" options={options} onPick={pick} isWide={isWide} />
      <CustomRange chosen={chosen} onChange={(range) => change({ range })} />
    </>
  );
}

type Days = ReturnType<typeof rangeDays>;
const earliest = '2000-01-01';

function CustomRange({ chosen, onChange }: { chosen: string; onChange: (range: string) => void }) {
  const now = usePageNow();
  const [draft, setDraft] = useState<{ of: string; days: Days } | undefined>(undefined);
  const days = draft?.of === chosen ? draft.days : rangeDays(chosen, now);
  const today = rangeDays('24h', now).last;
  const isBackwards = days.first !== '' && days.last !== '' && days.first > days.last;
  const enter = (next: Days) => {
    // A year that is still being typed reads as a year long ago.
    const range = next.first < earliest || next.last < earliest ? undefined : daysRange(next.first, next.last);
    setDraft({ of: range ?? chosen, days: next });
    if (range !== undefined) onChange(range);
  };
  return (
    <fieldset className={classes.custom} data-chosen={!isRangeName(chosen) || undefined}>
      <legend className={classes.legend}>From one day to another</legend>
      <div className={classes.days}>
        <input
          type="date"
          aria-label="From"
          className={classes.day}
          value={days.first}
          min={earliest}
          max={today}
          onChange={(event) => enter({ ...days, first: event.currentTarget.value })}
        />
        <span className={classes.dash}>–</span>
        <input
          type="date"
          aria-label="To, this day included"
          className={classes.day}
          value={days.last}
          min={earliest}
          max={today}
          onChange={(event) => enter({ ...days, last: event.currentTarget.value })}
        />
      </div>
      {isBackwards ? (
        <p className={classes.wrong} role="alert">
          The first day is after the last one.
        </p>
      ) : (
        <p className={classes.zone} title={formatExact(new Date(now).toISOString())}>
          Days begin at midnight in {viewerTimeZone()}
        </p>
      )}
    </fieldset>
  );
}
