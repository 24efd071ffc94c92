import { type Role, roles } from '@buildbutler/contract';
import classes from './role-choice.module.css';
import { roleWords } from './role-words.ts';

interface RoleChoiceProps {
  readonly value: Role;
  readonly onChange: (role: Role) => void;
}

/** One of the roles, each with what it may do. */
export function RoleChoice({ value, onChange }: RoleChoiceProps) {
  return (
    <fieldset className={classes.roles}>
      <legend className={classes.legend}>Role</legend>
      {roles.map((role) => (
        <label key={role} className={classes.role}>
          <input
            type="radio"
            name="role"
            className={classes.dot}
            checked={value === role}
            onChange={() => onChange(role)}
          />
          <span className={classes.label}>{roleWords[role].label}</span>
          <span className={classes.effect}>{roleWords[role].effect}</span>
        </label>
      ))}
    </fieldset>
  );
}
