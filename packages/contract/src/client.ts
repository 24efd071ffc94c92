import { ApiError, type Problem, problemSchema } from './errors.ts';
import type { Route, RouteAnswer, RouteInput } from './route.ts';

type FetchLike = (url: string, init: RequestInit) => Promise<Response>;

export interface ClientOptions {
  /** Origin of the server, such as `http://127.0.0.1:3000`; empty in the browser. */
  readonly baseUrl: string;
  readonly token?: string;
  /** Stands in for the global `fetch`: the CLI passes an in-process transport here. */
  readonly fetch?: FetchLike;
}

export interface Client {
  /** Calls one route. Throws `ApiError` for every answer outside 2xx and when no answer came. */
  call<R extends Route>(route: R, input: RouteInput<R>, options?: CallOptions): Promise<RouteAnswer<R>>;
  /** Calls one route and hands out the answer as it arrives, for logs. Throws as `call` does until the body begins. */
  open<R extends Route>(route: R, input: RouteInput<R>, options?: CallOptions): Promise<Response>;
}

export interface CallOptions {
  readonly signal?: AbortSignal;
}

interface Parts {
  readonly params?: Record<string, unknown>;
  readonly query?: Record<string, unknown>;
  readonly body?: unknown;
}

/** The address of a route with its parameters and query filled in (path and query only). */
export function routeUrl(route: Route, parts: Parts): string {
  const path = route.path.replace(/:(\w+)/g, (_, name: string) => encodeURIComponent(String(parts.params?.[name])));
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(parts.query ?? {})) {
    for (const item of Array.isArray(value) ? value : [value]) {
      if (item !== undefined && item !== null) search.append(name, String(item));
    }
  }
  const text = search.toString();
  return text === '' ? path : `${path}?${text}`;
}

async function toProblem(response: Response): Promise<Problem> {
  const text = await response.text().catch(() => '');
  try {
    const parsed = problemSchema.safeParse(JSON.parse(text));
    if (parsed.success) return parsed.data;
  } catch {
    // not JSON: a proxy's page, say
  }
  return {
    type: 'about:blank',
    title: response.statusText || `HTTP ${response.status}`,
    status: response.status,
    code: 'unexpected_answer',
    detail: `The server answered ${response.status} with something that is not BuildButler's API.`,
    requestId: response.headers.get('x-request-id') ?? '',
  };
}

function unreachable(baseUrl: string, error: unknown): ApiError {
  const reason =
    error instanceof Error ? ((error.cause as Error | undefined)?.message ?? error.message) : String(error);
  return new ApiError({
    type: 'about:blank',
    title: 'No answer',
    status: 0,
    code: 'unreachable',
    detail: `BuildButler does not answer${baseUrl ? ` at ${baseUrl}` : ''} (${reason}).`,
    requestId: '',
  });
}

function requestInit(route: Route, parts: Parts, token: string | undefined): RequestInit {
  const headers: Record<string, string> = { accept: 'application/json' };
  if (token !== undefined) headers.authorization = `Bearer ${token}`;
  const init: RequestInit = { method: route.method, headers };
  if (route.body !== undefined) {
    headers['content-type'] = 'application/json';
    init.body = JSON.stringify(parts.body);
  } else if (route.method !== 'GET') {
    headers['content-type'] = 'application/json';
    init.body = '{}';
  }
  return init;
}

/** A typed client of the API, used by the web, the CLI and the tests. */
export function createClient(options: ClientOptions): Client {
  const send: FetchLike = options.fetch ?? ((url, init) => fetch(url, init));
  const open: Client['open'] = async (route, input, callOptions) => {
    const parts = input as Parts;
    const init = requestInit(route, parts, options.token);
    if (callOptions?.signal) init.signal = callOptions.signal;
    let response: Response;
    try {
      response = await send(options.baseUrl + routeUrl(route, parts), init);
    } catch (error) {
      if (error instanceof Error && error.name === 'AbortError') throw error;
      throw unreachable(options.baseUrl, error);
    }
    if (!response.ok) throw new ApiError(await toProblem(response));
    return response;
  };
  return {
    open,
    async call(route, input, callOptions) {
      const response = await open(route, input, callOptions);
      if (route.answer === 'none') return undefined as RouteAnswer<typeof route>;
      return (typeof route.answer === 'string' ? await response.text() : await response.json()) as RouteAnswer<
        typeof route
      >;
    },
  };
}
