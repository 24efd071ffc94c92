import type { AccountLink, User } from '@buildbutler/contract';
import { ActionIcon } from '@mantine/core';
import {
  IconDeviceDesktop,
  IconDots,
  IconKey,
  IconTrash,
  IconUserCheck,
  IconUserOff,
  IconUserShield,
} from '@tabler/icons-react';
import { useState } from 'react';
import { Dialog } from '../../ui/dialog.tsx';
import { Menu, MenuItem, MenuLine } from '../../ui/menu.tsx';
import { SessionList } from '../sessions/session-list.tsx';
import { ChangeRole, SetDisabled } from './change-user.tsx';
import { LinkDialog } from './link-dialog.tsx';
import { RemoveUser } from './remove-user.tsx';
import { ResetPassword } from './reset-password.tsx';

type Asked = 'role' | 'reset' | 'sessions' | 'disable' | 'remove';

/** Everything an administrator can do to one account. */
export function UserActions({ user }: { user: User }) {
  const [asked, setAsked] = useState<Asked | undefined>(undefined);
  const [link, setLink] = useState<AccountLink | undefined>(undefined);
  const { isDisabled, username } = user;
  const close = () => setAsked(undefined);
  const icon = { size: 16, stroke: 1.6 };
  return (
    <>
      <Menu
        label={`Actions for ${username}`}
        position="bottom-end"
        width={210}
        target={(props) => (
          <ActionIcon size={28} aria-label={`Actions for ${username}`} {...props}>
            <IconDots size={18} stroke={1.6} />
          </ActionIcon>
        )}
      >
        <MenuItem icon={<IconUserShield {...icon} />} onPick={() => setAsked('role')}>
          Change role…
        </MenuItem>
        {!isDisabled && (
          <>
            <MenuItem icon={<IconKey {...icon} />} onPick={() => setAsked('reset')}>
              Reset password…
            </MenuItem>
            <MenuItem icon={<IconDeviceDesktop {...icon} />} onPick={() => setAsked('sessions')}>
              Sessions…
            </MenuItem>
          </>
        )}
        <MenuLine />
        <MenuItem
          icon={isDisabled ? <IconUserCheck {...icon} /> : <IconUserOff {...icon} />}
          isDanger={!isDisabled}
          onPick={() => setAsked('disable')}
        >
          {isDisabled ? 'Enable…' : 'Disable…'}
        </MenuItem>
        <MenuItem icon={<IconTrash {...icon} />} isDanger onPick={() => setAsked('remove')}>
          Remove…
        </MenuItem>
      </Menu>
      {asked === 'role' && <ChangeRole user={user} onClose={close} />}
      {asked === 'disable' && <SetDisabled user={user} onClose={close} />}
      {asked === 'remove' && <RemoveUser username={username} onClose={close} />}
      {asked === 'sessions' && (
        <Dialog opened onClose={close} title={`Sessions of ${username}`} size={680}>
          <SessionList username={username} />
        </Dialog>
      )}
      {asked === 'reset' && (
        <ResetPassword
          username={username}
          onClose={close}
          onMade={(made) => {
            close();
            setLink(made);
          }}
        />
      )}
      {link !== undefined && (
        <LinkDialog link={link} title={`New password for ${username}`} onClose={() => setLink(undefined)}>
          {`Whoever opens this link chooses the password of ${username} and is signed in.`}
        </LinkDialog>
      )}
    </>
  );
}
