import type { FakeRequest } from '../http/fake-request.ts';
import type { Identity } from '../http/identity.ts';
import type { Scope } from '../models/scope.ts';

/** Plugins that show the stages of a pipeline, in the ways in which they were addressed over the years. */
export type StageSource =
  | 'stages'
  | 'pipeline-overview'
  | 'pipeline-graph'
  | 'pipeline-console'
  | 'wfapi'
  | 'blue-ocean';

/** All that answering one request needs. */
export interface RouteContext extends Scope {
  readonly request: FakeRequest;
  readonly identity: Identity;
  readonly stageSources: ReadonlySet<StageSource>;
}
