import type { AccountLink } from '@buildbutler/contract';
import { Button } from '@mantine/core';
import { CopyButton } from '../../ui/copy-button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import forms from '../../ui/form.module.css';
import { TimeAgo } from '../../ui/time-ago.tsx';
import classes from './link-dialog.module.css';

interface LinkDialogProps {
  readonly link: AccountLink;
  readonly title: string;
  readonly children: string;
  readonly onClose: () => void;
}

/** The one moment in which a link is seen. */
export function LinkDialog({ link, title, children, onClose }: LinkDialogProps) {
  const url = link.url ?? `${window.location.origin}${link.path}`;
  return (
    <Dialog opened onClose={onClose} title={title} closeOnClickOutside={false}>
      <div className={forms.form}>
        <p>{children}</p>
        <p className={classes.line}>
          <code className={classes.link}>{url}</code>
          <CopyButton text={url} label="Copy the link" size={28} />
        </p>
        <p className={forms.muted}>
          It works once and ends <TimeAgo at={link.expiresAt} />. It cannot be shown again: copy it now, and hand it
          over by a way that only this person reads.
        </p>
        <div className={forms.end}>
          <Button variant="filled" onClick={onClose}>
            I have copied it
          </Button>
        </div>
      </div>
    </Dialog>
  );
}
