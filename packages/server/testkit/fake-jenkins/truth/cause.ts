/** Why a build was started. */
export type Cause =
  | { readonly type: 'user'; readonly userId: string | null; readonly userName?: string }
  | { readonly type: 'timer' }
  | { readonly type: 'scm' }
  | { readonly type: 'upstream'; readonly project: string; readonly build: number }
  | { readonly type: 'build-step'; readonly project: string; readonly build: number }
  | { readonly type: 'remote'; readonly addr: string; readonly note: string | null }
  | { readonly type: 'branch-indexing' }
  | { readonly type: 'branch-event' }
  | { readonly type: 'replay'; readonly build: number }
  | { readonly type: 'other'; readonly className: string; readonly shortDescription: string };

/** The sentence of Jenkins' English pages. */
export function describeCause(cause: Cause): string {
  switch (cause.type) {
    case 'user':
      return `Started by user ${cause.userName ?? cause.userId ?? 'anonymous'}`;
    case 'timer':
      return 'Started by timer';
    case 'scm':
      return 'Started by an SCM change';
    case 'upstream':
    case 'build-step':
      return `Started by upstream project "${cause.project}" build number ${cause.build}`;
    case 'remote':
      return cause.note === null
        ? `Started by remote host ${cause.addr}`
        : `Started by remote host ${cause.addr} with note: ${cause.note}`;
    case 'branch-indexing':
      return 'Branch indexing';
    case 'branch-event':
      return 'Push event to branch';
    case 'replay':
      return `Replayed #${cause.build}`;
    case 'other':
      return cause.shortDescription;
  }
}
