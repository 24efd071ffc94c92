const mostPerPage = 100;

interface Page<Row> {
  readonly data: readonly Row[];
  readonly meta: { readonly total?: number | undefined };
}

export interface Rows<Row> {
  readonly rows: readonly Row[];
  /** How many there are in all. */
  readonly total: number;
}

/**
 * Reads the first `limit` rows of a paged list. Rows that new ones have pushed onto the next page in the meantime
 * come twice and are kept once.
 */
export async function readPages<Row extends { readonly id: string }>(
  limit: number,
  ask: (page: { readonly page: number; readonly per_page: number }) => Promise<Page<Row>>,
  keyOf: (row: Row) => string = ({ id }) => id,
): Promise<Rows<Row>> {
  const perPage = Math.min(limit, mostPerPage);
  const rows = new Map<string, Row>();
  for (let page = 1; ; page += 1) {
    const { data, meta } = await ask({ page, per_page: perPage });
    for (const row of data) rows.set(keyOf(row), row);
    const total = meta.total ?? rows.size;
    const isLast = data.length < perPage || page * perPage >= total;
    if (rows.size >= limit || isLast) return { rows: [...rows.values()].slice(0, limit), total };
  }
}
