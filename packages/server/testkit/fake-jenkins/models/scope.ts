import type { Viewer } from '../access.ts';
import type { RecordLoads } from '../record-loads.ts';
import type { World } from '../world.ts';

/** What a getter may need besides its object: who asks, when, and what reading costs. */
export interface Scope {
  readonly world: World;
  readonly viewer: Viewer;
  readonly records: RecordLoads;
  /** Root of the `url` fields, ending in a slash: the configured root URL, or what the request said. */
  readonly rootUrl: string;
  /** The item that the request addresses: its path, and how the request wrote it. Null for other addresses. */
  readonly asked: { readonly path: string; readonly asWritten: string } | null;
  readonly nowMs: number;
  /** With it, every build tells how long it waited. */
  readonly hasMetricsPlugin: boolean;
}
