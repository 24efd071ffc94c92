import { useMantineColorScheme } from '@mantine/core';
import {
  IconChevronRight,
  IconDeviceDesktop,
  IconKeyboard,
  IconLogout,
  IconMoon,
  IconSun,
  IconUser,
} from '@tabler/icons-react';
import { useRouter } from '@tanstack/react-router';
import { useSession, useSignOut } from '../../queries/session.ts';
import { Menu, MenuItem, MenuLabel, MenuLine } from '../../ui/menu.tsx';
import classes from './user-menu.module.css';

const themes = [
  { value: 'light', label: 'Light', icon: IconSun },
  { value: 'dark', label: 'Dark', icon: IconMoon },
  { value: 'auto', label: 'Same as system', icon: IconDeviceDesktop },
] as const;

/** Who is signed in, the theme, the keyboard list and the way out. */
export function UserMenu({ onHelp, compact = false }: { onHelp: () => void; compact?: boolean }) {
  const { data: session } = useSession();
  // Without keepTransitions Mantine writes a style element, which the policy forbids.
  const { colorScheme, setColorScheme } = useMantineColorScheme({ keepTransitions: true });
  const router = useRouter();
  const signOut = useSignOut(() => void router.navigate({ to: '/login', search: {} }));
  const name = session?.username ?? '';
  return (
    <Menu
      label={`${name}, user menu`}
      width={200}
      position={compact ? 'bottom-end' : 'top-start'}
      target={(props) => (
        <button type="button" className={compact ? classes.compact : classes.target} {...props}>
          <span className={classes.initial} aria-hidden="true">
            {name.slice(0, 1).toUpperCase()}
          </span>
          <span className={compact ? 'visually-hidden' : classes.name}>{name}</span>
          <span className="visually-hidden">, user menu</span>
          {!compact && <IconChevronRight size={14} className={classes.chevron} aria-hidden />}
        </button>
      )}
    >
      <MenuLabel>
        {name} · {session?.role}
      </MenuLabel>
      <MenuLine />
      <MenuLabel>Theme</MenuLabel>
      {themes.map(({ value, label, icon: Icon }) => (
        <MenuItem
          key={value}
          icon={<Icon size={16} stroke={1.6} />}
          isChosen={colorScheme === value}
          onPick={() => setColorScheme(value)}
        >
          {label}
        </MenuItem>
      ))}
      <MenuLine />
      <MenuItem
        icon={<IconUser size={16} stroke={1.6} />}
        onPick={() => void router.navigate({ to: '/settings/account', search: {} })}
      >
        Your account
      </MenuItem>
      <MenuItem icon={<IconKeyboard size={16} stroke={1.6} />} onPick={onHelp}>
        Keyboard shortcuts
      </MenuItem>
      <MenuItem icon={<IconLogout size={16} stroke={1.6} />} onPick={() => signOut.mutate()}>
        Sign out
      </MenuItem>
    </Menu>
  );
}
