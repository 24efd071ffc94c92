import { type FailureCategory, failureCategories } from '@buildbutler/contract';
import { categoryWord } from '../../lib/failure-category.ts';
import { OptionList } from './option-list.tsx';
import { useFilters } from './use-filters.ts';

/** The failure categories to look at; none ticked = all builds, green ones too. */
export function CategoryList({ isWide = false }: { isWide?: boolean }) {
  const { filters, change } = useFilters();
  const chosen = filters.category ?? [];
  const pick = (value: string) => {
    const next = failureCategories.filter((category) => (category === value) !== chosen.includes(category));
    change({ category: next.length === 0 ? undefined : next });
  };
  const options = failureCategories.map((category) => ({
    value: category,
    isChosen: chosen.includes(category),
    label: categoryWord(category),
  }));
  return <OptionList name="Failure categories" options={options} isMany onPick={pick} isWide={isWide} />;
}

/** The chosen categories in the button. */
export function categoryValue(chosen: readonly FailureCategory[]): string {
  return chosen.length > 1 ? `${chosen.length} categories` : chosen.map(categoryWord).join('');
}
