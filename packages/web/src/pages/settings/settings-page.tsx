import { Outlet } from '@tanstack/react-router';

/** Settings: sub-navigation beside the chosen part. */
export function SettingsPage() {
  return <Outlet />;
}
