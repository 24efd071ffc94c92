import { PasswordInput, type PasswordInputProps } from '@mantine/core';

/** A field for secrets, with a button that shows what is typed. */
export function PasswordField(props: PasswordInputProps) {
  return (
    <PasswordInput
      visibilityToggleButtonProps={{ 'aria-label': 'Show what is typed' }}
      visibilityToggleFocusable
      aria-invalid={props.error ? true : undefined}
      {...props}
    />
  );
}
