import { type Result, results } from '@buildbutler/contract';
import { resultWord } from '../../lib/result.ts';
import { ResultMark } from '../../ui/result-mark.tsx';
import { OptionList } from './option-list.tsx';
import { useFilters } from './use-filters.ts';

/** The results to look at; none ticked = all. */
export function ResultList({ isWide = false }: { isWide?: boolean }) {
  const { filters, change } = useFilters();
  const chosen = filters.result ?? [];
  const pick = (value: string) => {
    const next = results.filter((result) => (result === value) !== chosen.includes(result));
    change({ result: next.length === 0 ? undefined : next });
  };
  const options = results.map((result) => ({
    value: result,
    isChosen: chosen.includes(result),
    label: <ResultMark result={result} />,
  }));
  return <OptionList name="Results" options={options} isMany onPick={pick} isWide={isWide} />;
}

/** The chosen results in the button. */
export function resultValue(chosen: readonly Result[]): string {
  const words = chosen.map((result) => resultWord(result).label);
  return words.length > 2 ? `${words.length} results` : words.join(', ');
}
