export interface OriginFacts {
  readonly origin: string | undefined;
  /** `Sec-Fetch-Site`: set by browsers, out of reach of scripts; absent on plain http to other machines. */
  readonly fetchSite: string | undefined;
  /** Origins under which a browser may know us. */
  readonly ownOrigins: readonly string[];
}

export type OriginVerdict = 'same' | 'foreign' | 'unknown';

/** Whether a state-changing request comes from a page of our own; `unknown` = not from a browser, as far as one can see. */
export function judgeOrigin({ origin, fetchSite, ownOrigins }: OriginFacts): OriginVerdict {
  if (fetchSite !== undefined) return fetchSite === 'same-origin' ? 'same' : 'foreign';
  if (origin === undefined) return 'unknown';
  return ownOrigins.includes(origin.toLowerCase()) ? 'same' : 'foreign';
}
