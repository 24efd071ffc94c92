import type { FlakyRules } from '@buildbutler/contract';
import { Button, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { type FlakyForm, readFlakyForm, toFlakyForm } from '../../lib/flaky-form.ts';
import { rulesSentence, usualFlakyRules } from '../../lib/flaky-rules.ts';
import { useMayEdit } from '../../queries/session.ts';
import { useSetFlakyRules } from '../../queries/tests.ts';
import { EditorsOnly } from '../../ui/editors-only.tsx';
import { ErrorState } from '../../ui/error-state.tsx';
import forms from '../../ui/form.module.css';
import { Panel } from '../../ui/panel.tsx';
import { FlakyExamples } from './flaky-examples.tsx';
import classes from './flaky-rules-form.module.css';

const fields = [
  { name: 'runs', label: 'Newest runs that count', description: 'On one branch of one job. Skips are left out.' },
  { name: 'flips', label: 'Flips', description: 'This many changes between pass and fail, or more, are flaky.' },
  {
    name: 'passRate',
    label: 'Or a pass rate below, in percent',
    description: 'With at least one pass and one failure.',
  },
  { name: 'minRuns', label: 'In this many runs or more', description: 'Fewer say too little about a rate.' },
] as const;

const isSame = (a: FlakyRules, b: FlakyRules) => fields.every(({ name }) => a[name] === b[name]);

/** Four numbers, what they mean in a sentence, and how some histories are judged by them. */
export function FlakyRulesForm({ rules: saved }: { rules: FlakyRules }) {
  const [form, setForm] = useState(() => toFlakyForm(saved));
  const save = useSetFlakyRules();
  const mayEdit = useMayEdit();
  const { rules, errors } = readFlakyForm(form);
  const shown = rules ?? saved;
  const set = (patch: Partial<FlakyForm>) => {
    save.reset();
    setForm({ ...form, ...patch });
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (rules !== undefined) save.mutate(rules);
  };
  return (
    <div className={classes.root}>
      <form className={forms.form} onSubmit={submit} noValidate>
        <fieldset className={classes.fields} disabled={!mayEdit}>
          <legend className="visually-hidden">Rules</legend>
          {fields.map(({ name, label, description }) => (
            <TextInput
              key={name}
              label={label}
              description={description}
              inputMode={name === 'passRate' ? 'decimal' : 'numeric'}
              value={form[name]}
              error={errors[name]}
              maxLength={6}
              autoComplete="off"
              onChange={(event) => set({ [name]: event.currentTarget.value })}
            />
          ))}
        </fieldset>
        {save.isError && <ErrorState error={save.error} compact />}
        <div className={forms.foot}>
          <EditorsOnly mayEdit={mayEdit}>
            <Button
              type="submit"
              variant="filled"
              disabled={!mayEdit || rules === undefined || isSame(rules, saved)}
              loading={save.isPending}
            >
              Save rules
            </Button>
          </EditorsOnly>
          {mayEdit && (
            <Button
              disabled={rules !== undefined && isSame(rules, usualFlakyRules)}
              onClick={() => set(toFlakyForm(usualFlakyRules))}
            >
              Reset to defaults
            </Button>
          )}
          <span className={forms.muted} role="status">
            {!mayEdit && 'Editors and administrators can change them.'}
            {save.isSuccess && 'Saved. Every figure follows at once.'}
          </span>
        </div>
      </form>
      <Panel title="By these rules">
        <p className={classes.sentence}>{rulesSentence(shown)}</p>
        <FlakyExamples rules={shown} />
      </Panel>
    </div>
  );
}
