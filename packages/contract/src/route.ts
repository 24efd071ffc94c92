import type { z } from 'zod';
import type { ErrorCode } from './errors.ts';
import type { Role, Scope } from './schemas/access.ts';

/**
 * Who may call a route: anybody, or a signed-in user of at least this role, or an API token that has this scope.
 * `scope: null` keeps every token but `admin` out.
 */
export type Access = 'public' | { readonly role: Role; readonly scope: Scope | null };

/** One operation of the API, described once: registered by the server, called by the client, printed as OpenAPI. */
export interface Route {
  readonly method: 'GET' | 'POST' | 'PATCH' | 'PUT' | 'DELETE';
  /** Below the origin, with `:name` for parameters: `/api/v1/jobs/:id`. */
  readonly path: string;
  readonly summary: string;
  readonly tag: string;
  readonly access: Access;
  readonly params?: z.ZodObject;
  readonly query?: z.ZodObject;
  readonly body?: z.ZodType;
  /** `text` answers are text/plain; `file` answers are downloads, whose type depends on what was asked; `none` is 204. */
  readonly answer: { readonly status: number; readonly schema: z.ZodType } | 'text' | 'file' | 'none';
  readonly errors: readonly ErrorCode[];
}

/** Keeps the precise types of a route while checking its shape. */
export function defineRoute<const R extends Route>(route: R): R {
  return route;
}

type Part<R, K extends string> = R extends Record<K, z.ZodType> ? R[K] : never;

/** What a caller passes: only the parts the route has. */
export type RouteInput<R extends Route> = {
  [K in 'params' | 'query' | 'body' as R extends Record<K, z.ZodType> ? K : never]: z.input<Part<R, K>>;
};

/** What a handler receives: parsed, defaults filled in. */
export type RouteRequest<R extends Route> = {
  [K in 'params' | 'query' | 'body' as R extends Record<K, z.ZodType> ? K : never]: z.output<Part<R, K>>;
};

export type RouteAnswer<R extends Route> = R['answer'] extends { schema: infer S extends z.ZodType }
  ? z.output<S>
  : R['answer'] extends 'text' | 'file'
    ? string
    : undefined;
