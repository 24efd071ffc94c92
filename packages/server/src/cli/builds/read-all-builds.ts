import { type BuildSummary, type Client, type RouteInput, routes } from '@buildbutler/contract';

const perAnswer = 1000;

/** Every build that matches, in the order in which they were stored: what comes in meanwhile is not missed. */
export async function* readAllBuilds(
  client: Client,
  query: RouteInput<typeof routes.listBuilds>['query'],
): AsyncGenerator<readonly BuildSummary[]> {
  let cursor: string | null = '';
  while (cursor !== null) {
    const answer: { data: BuildSummary[]; meta: { next_cursor?: string | null | undefined } } = await client.call(
      routes.listBuilds,
      { query: { ...query, cursor, limit: perAnswer } },
    );
    yield answer.data;
    cursor = answer.meta.next_cursor ?? null;
  }
}
