import type { FailureRule } from '@buildbutler/contract';
import { Link } from '@tanstack/react-router';
import { categoryMeaning, categoryWord } from '../../lib/failure-category.ts';
import { formatCount } from '../../lib/format-number.ts';
import { Hint } from '../../ui/hint.tsx';
import tables from '../../ui/plain-table.module.css';
import classes from './rule-table.module.css';

/** The rules that come with BuildButler, to read. */
export function BuiltInRules({ rules }: { rules: readonly FailureRule[] }) {
  return (
    <div className={tables.frame}>
      <table className={tables.table}>
        <thead>
          <tr>
            <th scope="col" className={classes.name}>
              Name
            </th>
            <th scope="col" className={classes.category}>
              Category
            </th>
            <th scope="col">What it looks for</th>
            <th scope="col" className={classes.count}>
              <Hint text="Builds of the last 30 days whose category it has given.">Builds</Hint>
            </th>
          </tr>
        </thead>
        <tbody>
          {rules.map((rule) => (
            <tr key={rule.id}>
              <td className={tables.name}>{rule.name}</td>
              <td data-label="Category">
                <CategoryLink category={rule.category} />
              </td>
              <td data-label="Looks for">
                <Pattern rule={rule} />
              </td>
              <td data-label="Builds" className={classes.count}>
                {formatCount(rule.builds)}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** A category that leads to its builds. */
export function CategoryLink({ category }: { category: FailureRule['category'] }) {
  return (
    <Link to="/builds" search={{ category: [category] }} title={categoryMeaning(category)} className={classes.link}>
      {categoryWord(category)}
    </Link>
  );
}

/** A pattern in the letters it is written in. */
export function Pattern({ rule: { pattern, ignoreCase } }: { rule: FailureRule }) {
  if (pattern === '') return <span className={tables.muted}>the build itself, not its log</span>;
  return (
    <code className={classes.pattern} title={ignoreCase ? `${pattern} (ignoring case)` : pattern}>
      {pattern}
    </code>
  );
}
