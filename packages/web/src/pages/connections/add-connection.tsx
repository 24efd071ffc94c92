import { Button } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';

/** The way to the form of a new connection. */
export function AddConnection() {
  return (
    <Button
      variant="filled"
      component={Link}
      to="/settings/connections/new"
      leftSection={<IconPlus size={15} stroke={2} aria-hidden />}
    >
      Add Jenkins Instance
    </Button>
  );
}
