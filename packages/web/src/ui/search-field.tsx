import { useDraft } from '../lib/use-draft.ts';
import classes from './search-field.module.css';

interface SearchFieldProps {
  readonly label: string;
  readonly placeholder: string;
  /** What is applied, in the address say. */
  readonly value: string;
  readonly onChange: (text: string) => void;
}

/** A text field that narrows what is below it while a person types. */
export function SearchField({ label, placeholder, value, onChange }: SearchFieldProps) {
  const { text, type } = useDraft(value, onChange);
  return (
    <input
      type="search"
      className={classes.root}
      aria-label={label}
      placeholder={placeholder}
      value={text}
      maxLength={200}
      spellCheck={false}
      autoComplete="off"
      onChange={(event) => type(event.currentTarget.value)}
    />
  );
}
