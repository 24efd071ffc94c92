import type { FailureRule } from '@buildbutler/contract';
import { ActionIcon, Button, Checkbox } from '@mantine/core';
import { IconArrowDown, IconArrowUp } from '@tabler/icons-react';
import { useState } from 'react';
import { describeError } from '../../lib/describe-error.ts';
import { formatCount } from '../../lib/format-number.ts';
import { useChangeFailureRule, useDeleteFailureRule } from '../../queries/failure-rules.ts';
import { Hint } from '../../ui/hint.tsx';
import tables from '../../ui/plain-table.module.css';
import { CategoryLink, Pattern } from './built-in-rules.tsx';
import classes from './rule-table.module.css';

interface OwnRulesProps {
  readonly rules: readonly FailureRule[];
  readonly mayEdit: boolean;
  readonly onEdit: (rule: FailureRule) => void;
}

/** The rules of this installation, in the order in which they are tried. */
export function OwnRules({ rules, mayEdit, onEdit }: OwnRulesProps) {
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
            <th scope="col">Pattern</th>
            <th scope="col" className={classes.count}>
              <Hint text="Builds of the last 30 days whose category it has given.">Builds</Hint>
            </th>
            <th scope="col" className={classes.actions}>
              <span className="visually-hidden">Actions</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {rules.map((rule, index) => (
            <RuleRow
              key={rule.id}
              rule={rule}
              mayEdit={mayEdit}
              isFirst={index === 0}
              isLast={index === rules.length - 1}
              onEdit={() => onEdit(rule)}
            />
          ))}
        </tbody>
      </table>
    </div>
  );
}

interface RuleRowProps {
  readonly rule: FailureRule;
  readonly mayEdit: boolean;
  readonly isFirst: boolean;
  readonly isLast: boolean;
  readonly onEdit: () => void;
}

function RuleRow({ rule, mayEdit, isFirst, isLast, onEdit }: RuleRowProps) {
  const change = useChangeFailureRule(rule.id);
  return (
    <tr className={rule.isEnabled ? undefined : classes.off}>
      <td className={tables.name}>{rule.name}</td>
      <td data-label="Category">
        <CategoryLink category={rule.category} />
      </td>
      <td data-label="Pattern">
        <Pattern rule={rule} />
        {change.isError && <span role="alert">{describeError(change.error).why}</span>}
      </td>
      <td data-label="Builds" className={classes.count}>
        {formatCount(rule.builds)}
      </td>
      <td className={tables.end}>
        {mayEdit && (
          <span className={classes.buttons}>
            <Checkbox
              size="xs"
              label="On"
              aria-label={`On: use ${rule.name}`}
              checked={rule.isEnabled}
              disabled={change.isPending}
              onChange={(event) => change.mutate({ isEnabled: event.currentTarget.checked })}
            />
            <ActionIcon
              size={26}
              aria-label={`Try ${rule.name} earlier`}
              title="Try earlier"
              disabled={isFirst || change.isPending}
              onClick={() => change.mutate({ position: rule.position - 1 })}
            >
              <IconArrowUp size={15} />
            </ActionIcon>
            <ActionIcon
              size={26}
              aria-label={`Try ${rule.name} later`}
              title="Try later"
              disabled={isLast || change.isPending}
              onClick={() => change.mutate({ position: rule.position + 1 })}
            >
              <IconArrowDown size={15} />
            </ActionIcon>
            <Button size="compact-xs" aria-label={`Edit ${rule.name}`} onClick={onEdit}>
              Edit
            </Button>
            <Remove rule={rule} />
          </span>
        )}
      </td>
    </tr>
  );
}

/** The first press asks, the second removes. */
function Remove({ rule }: { rule: FailureRule }) {
  const remove = useDeleteFailureRule(rule.id);
  const [isAsked, setAsked] = useState(false);
  if (remove.isError) return <span role="alert">{describeError(remove.error).why}</span>;
  return isAsked ? (
    <Button
      size="compact-xs"
      variant="filled"
      color="red"
      autoFocus
      loading={remove.isPending}
      aria-label={`Remove ${rule.name} for good`}
      onClick={() => remove.mutate()}
      onBlur={() => setAsked(false)}
    >
      Sure?
    </Button>
  ) : (
    <Button size="compact-xs" aria-label={`Remove ${rule.name}`} onClick={() => setAsked(true)}>
      Remove
    </Button>
  );
}
