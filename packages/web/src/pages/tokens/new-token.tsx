import type { RouteAnswer, routes } from '@buildbutler/contract';
import { Button } from '@mantine/core';
import { CopyButton } from '../../ui/copy-button.tsx';
import { Notice } from '../../ui/notice.tsx';
import classes from './new-token.module.css';

export type CreatedToken = RouteAnswer<typeof routes.createToken>;

/** The one moment in which a token is seen. */
export function NewToken({ token, onClose }: { token: CreatedToken; onClose: () => void }) {
  return (
    <div className={classes.root}>
      <Notice
        tone="success"
        title={`Token “${token.name}” is made`}
        isNews
        action={<Button onClick={onClose}>I have copied it</Button>}
      >
        <p>Copy it now. It is stored only as a fingerprint and cannot be shown again.</p>
        <p className={classes.line}>
          <code className={classes.token}>{token.token}</code>
          <CopyButton text={token.token} label="Copy the token" size={28} />
        </p>
      </Notice>
    </div>
  );
}
