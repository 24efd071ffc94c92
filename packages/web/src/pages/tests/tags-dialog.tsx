import { type TestSummary, testTagSchema } from '@buildbutler/contract';
import { Button, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { formatCountOf } from '../../lib/format-number.ts';
import { type TagWish, tagChanges, tagStanding } from '../../lib/tag-changes.ts';
import { useChangeTestTags, useTestTags } from '../../queries/tests.ts';
import { Dialog } from '../../ui/dialog.tsx';
import { ErrorState } from '../../ui/error-state.tsx';
import forms from '../../ui/form.module.css';
import classes from './tags-dialog.module.css';

interface TagsDialogProps {
  readonly tests: readonly Pick<TestSummary, 'id' | 'name' | 'tags'>[];
  readonly onClose: () => void;
  readonly onDone?: () => void;
}

/** The tags of one test or of many at once: a ticked one goes to all of them, one that is taken away from all. */
export function TagsDialog({ tests, onClose, onDone }: TagsDialogProps) {
  const known = useTestTags();
  const save = useChangeTestTags();
  const [wishes, setWishes] = useState<ReadonlyMap<string, TagWish>>(new Map());
  const inUse = known.data?.data.map(({ tag }) => tag) ?? [];
  const tags = [...new Set([...tests.flatMap((test) => test.tags), ...wishes.keys(), ...inUse])].sort();
  const changes = tagChanges(tests, wishes);
  const hasChanges = changes.add.length + changes.remove.length > 0;
  const wish = (tag: string, to: TagWish) => setWishes(new Map(wishes).set(tag, to));
  const submit = (event: FormEvent) => {
    event.preventDefault();
    save.mutate(
      { tests: tests.map(({ id }) => id), ...changes },
      {
        onSuccess: () => {
          onDone?.();
          onClose();
        },
      },
    );
  };
  const [first] = tests;
  const whose = tests.length === 1 && first !== undefined ? first.name : formatCountOf(tests.length, 'test');
  return (
    <Dialog opened onClose={onClose} title={`Tags of ${whose}`}>
      <div className={forms.form}>
        <NewTag onAdd={(tag) => wish(tag, 'all')} />
        {tags.length > 0 && (
          <fieldset className={classes.list}>
            <legend className="visually-hidden">Tags</legend>
            {tags.map((tag) => (
              <TagBox
                key={tag}
                tag={tag}
                standing={tagStanding(tests, tag)}
                wish={wishes.get(tag) ?? 'as-is'}
                onWish={(to) => wish(tag, to)}
              />
            ))}
          </fieldset>
        )}
        {save.isError && <ErrorState error={save.error} compact />}
        <form className={forms.end} onSubmit={submit}>
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" variant="filled" disabled={!hasChanges} loading={save.isPending}>
            Save tags
          </Button>
        </form>
      </div>
    </Dialog>
  );
}

function NewTag({ onAdd }: { onAdd: (tag: string) => void }) {
  const [text, setText] = useState('');
  const parsed = testTagSchema.safeParse(text);
  const add = (event: FormEvent) => {
    event.preventDefault();
    if (!parsed.success) return;
    onAdd(parsed.data);
    setText('');
  };
  return (
    <form className={classes.add} onSubmit={add}>
      <TextInput
        className={classes.field}
        label="New tag"
        placeholder="smoke"
        value={text}
        error={text.trim() !== '' && !parsed.success ? 'Letters, digits and . _ : - only, 50 at most' : undefined}
        maxLength={60}
        autoComplete="off"
        data-autofocus
        onChange={(event) => setText(event.currentTarget.value)}
      />
      <Button type="submit" className={classes.button} disabled={!parsed.success}>
        Add
      </Button>
    </form>
  );
}

interface TagBoxProps {
  readonly tag: string;
  readonly standing: 'all' | 'some' | 'none';
  readonly wish: TagWish;
  readonly onWish: (to: TagWish) => void;
}

function TagBox({ tag, standing, wish, onWish }: TagBoxProps) {
  const isOn = wish === 'all' || (wish === 'as-is' && standing === 'all');
  const isPart = wish === 'as-is' && standing === 'some';
  return (
    <label className={classes.tag}>
      <input
        type="checkbox"
        checked={isOn}
        ref={(box) => {
          if (box !== null) box.indeterminate = isPart;
        }}
        onChange={() => onWish(isOn ? 'none' : 'all')}
      />
      <span>{tag}</span>
      {isPart && <span className={classes.part}>on some</span>}
    </label>
  );
}
