import { categoryMeaning, categoryWord } from '../lib/failure-category.ts';
import { Badge } from './badge.tsx';

/** What kind of failure, as a quiet word; red stays with the result beside it. */
export function CategoryBadge({ category }: { category: string }) {
  return <Badge title={categoryMeaning(category)}>{categoryWord(category)}</Badge>;
}
