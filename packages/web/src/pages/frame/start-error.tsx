import type { ErrorComponentProps } from '@tanstack/react-router';
import { Centered } from '../../ui/centered.tsx';
import { PageError } from './page-error.tsx';

/** Stands in place of everything when the server cannot even say who is signed in. */
export function StartError(props: ErrorComponentProps) {
  return (
    <Centered title="BuildButler cannot start here">
      <PageError {...props} compact />
    </Centered>
  );
}
