import type { AccountLink } from '@buildbutler/contract';
import { Button } from '@mantine/core';
import { useCreateResetLink } from '../../queries/users.ts';
import { Dialog } from '../../ui/dialog.tsx';
import { ErrorState } from '../../ui/error-state.tsx';
import forms from '../../ui/form.module.css';

interface ResetPasswordProps {
  readonly username: string;
  readonly onClose: () => void;
  readonly onMade: (link: AccountLink) => void;
}

/** Says what a reset does before the link is made. */
export function ResetPassword({ username, onClose, onMade }: ResetPasswordProps) {
  const make = useCreateResetLink(username);
  return (
    <Dialog opened onClose={onClose} title={`Reset the password of ${username}?`}>
      <div className={forms.form}>
        <p>
          You get a link with which {username} chooses a new password within 72 hours. Until then the old one works;
          once it is used, all sessions of {username} end.
        </p>
        <p className={forms.muted}>
          API tokens stay, so that scripts and dashboards go on. If somebody else may have got in, revoke them under API
          tokens, or disable the account at once.
        </p>
        {make.isError && <ErrorState error={make.error} compact />}
        <div className={forms.end}>
          <Button onClick={onClose}>Cancel</Button>
          <Button
            variant="filled"
            loading={make.isPending}
            onClick={() => make.mutate(undefined, { onSuccess: onMade })}
          >
            Make the link
          </Button>
        </div>
      </div>
    </Dialog>
  );
}
