import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';

/** A link to the builds behind a figure, as `StatCard` wants it. */
export function toBuilds(search: object) {
  return (figure: ReactNode, className: string | undefined) => (
    <Link to="/builds" search={search} className={className}>
      {figure}
    </Link>
  );
}
