import { Menu, useMantineColorScheme } from '@mantine/core';
import {
  IconCheck,
  IconChevronRight,
  IconDeviceDesktop,
  IconKeyboard,
  IconLogout,
  IconMoon,
  IconSun,
} from '@tabler/icons-react';
import { useRouter } from '@tanstack/react-router';
import { useSession, useSignOut } from '../../queries/session.ts';
import classes from './user-menu.module.css';

const themes = [
  { value: 'light', label: 'Light', icon: IconSun },
  { value: 'dark', label: 'Dark', icon: IconMoon },
  { value: 'auto', label: 'Same as system', icon: IconDeviceDesktop },
] as const;

/** Who is signed in, the theme, the keyboard list and the way out. */
export function UserMenu({ onHelp, compact = false }: { onHelp: () => void; compact?: boolean }) {
  const { data: session } = useSession();
  const { colorScheme, setColorScheme } = useMantineColorScheme({ keepTransitions: true });
  const router = useRouter();
  const signOut = useSignOut(() => void router.navigate({ to: '/login', search: {} }));
  const name = session?.username ?? '';
  return (
    <Menu width={200} position={compact ? 'bottom-end' : 'top-start'} withinPortal>
      <Menu.Target>
        <button
          type="button"
          className={compact ? classes.compact : classes.target}
          aria-label={`User menu of ${name}`}
        >
          <span className={classes.initial} aria-hidden="true">
            {name.slice(0, 1).toUpperCase()}
          </span>
          {!compact && (
            <>
              <span className={classes.name}>{name}</span>
              <IconChevronRight size={14} className={classes.chevron} aria-hidden />
            </>
          )}
        </button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>
          {name} · {session?.role}
        </Menu.Label>
        <Menu.Divider />
        <Menu.Label>Theme</Menu.Label>
        {themes.map(({ value, label, icon: Icon }) => (
          <Menu.Item
            key={value}
            role="menuitemradio"
            aria-checked={colorScheme === value}
            leftSection={<Icon size={16} stroke={1.6} />}
            rightSection={colorScheme === value ? <IconCheck size={14} /> : null}
            onClick={() => setColorScheme(value)}
          >
            {label}
          </Menu.Item>
        ))}
        <Menu.Divider />
        <Menu.Item leftSection={<IconKeyboard size={16} stroke={1.6} />} onClick={onHelp}>
          Keyboard shortcuts
        </Menu.Item>
        <Menu.Item leftSection={<IconLogout size={16} stroke={1.6} />} onClick={() => signOut.mutate()}>
          Sign out
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
