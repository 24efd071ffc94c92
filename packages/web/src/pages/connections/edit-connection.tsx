import type { Connection } from '@buildbutler/contract';
import { Button } from '@mantine/core';
import { Link } from '@tanstack/react-router';

/** The way to the form of a saved connection. */
export function EditConnection({ connection }: { connection: Connection }) {
  return (
    <Button
      aria-label={`Edit connection: ${connection.name}`}
      renderRoot={(props) => <Link to="/settings/connections/$id" params={{ id: String(connection.id) }} {...props} />}
    >
      Edit connection
    </Button>
  );
}
