import { type FailureCategory, type FailureRule, failureCategories } from '@buildbutler/contract';
import { Button, Checkbox, NativeSelect, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { fieldErrors } from '../../lib/describe-error.ts';
import { categoryMeaning, categoryWord } from '../../lib/failure-category.ts';
import { useSaveFailureRule } from '../../queries/failure-rules.ts';
import { Dialog } from '../../ui/dialog.tsx';
import { ErrorState } from '../../ui/error-state.tsx';
import forms from '../../ui/form.module.css';
import classes from './rule-dialog.module.css';
import { RuleTrial } from './rule-trial.tsx';

interface RuleDialogProps {
  /** The rule to change; absent = a new one. */
  readonly rule: FailureRule | undefined;
  readonly onClose: () => void;
}

const fields = ['name', 'pattern', 'category'] as const;
const needed = 'fill this in';

/** Asks for a name, a category and a pattern, which can be tried before it is saved. */
export function RuleDialog({ rule, onClose }: RuleDialogProps) {
  const save = useSaveFailureRule(rule?.id);
  const [name, setName] = useState(rule?.name ?? '');
  const [category, setCategory] = useState<FailureCategory>(rule?.category ?? 'infrastructure');
  const [pattern, setPattern] = useState(rule?.pattern ?? '');
  const [ignoreCase, setIgnoreCase] = useState(rule?.ignoreCase ?? true);
  const [isTried, setTried] = useState(false);
  const wrong = fieldErrors(save.error, fields);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (name.trim() === '' || pattern === '') return;
    save.mutate(
      { name: name.trim(), category, pattern, ignoreCase, isEnabled: rule?.isEnabled ?? true },
      { onSuccess: onClose },
    );
  };
  return (
    <Dialog opened onClose={onClose} title={rule === undefined ? 'Add rule' : 'Change rule'} size={640}>
      <form onSubmit={submit} className={forms.form} noValidate>
        <div className={classes.pair}>
          <TextInput
            label="Name"
            placeholder="Licence server away"
            value={name}
            error={wrong.name ?? (isTried && name.trim() === '' ? needed : undefined)}
            maxLength={100}
            autoComplete="off"
            data-autofocus
            onChange={(event) => setName(event.currentTarget.value)}
          />
          <NativeSelect
            label="Category"
            data={failureCategories.map((value) => ({ value, label: categoryWord(value) }))}
            value={category}
            description={categoryMeaning(category)}
            inputWrapperOrder={['label', 'input', 'description', 'error']}
            onChange={(event) => {
              const chosen = failureCategories.find((item) => item === event.currentTarget.value);
              if (chosen !== undefined) setCategory(chosen);
            }}
          />
        </div>
        <TextInput
          label="Pattern"
          description="A regular expression (RE2: no look-around, no back-references), searched line by line in the end of the log."
          placeholder="licen[cs]e server .* (refused|timed out)"
          classNames={{ input: classes.pattern }}
          value={pattern}
          error={wrong.pattern ?? (isTried && pattern === '' ? needed : undefined)}
          maxLength={500}
          spellCheck={false}
          autoComplete="off"
          onChange={(event) => setPattern(event.currentTarget.value)}
        />
        <Checkbox
          label="Ignore case"
          checked={ignoreCase}
          onChange={(event) => setIgnoreCase(event.currentTarget.checked)}
        />
        <RuleTrial pattern={pattern} ignoreCase={ignoreCase} />
        {save.isError && Object.keys(wrong).length === 0 && <ErrorState error={save.error} compact />}
        <div className={forms.end}>
          <span className={classes.note}>Builds of the last 30 days are classified again.</span>
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" variant="filled" loading={save.isPending}>
            {rule === undefined ? 'Add rule' : 'Save'}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
