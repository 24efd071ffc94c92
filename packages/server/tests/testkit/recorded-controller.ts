import { ciBot, type UserSpec } from '../../testkit/fake-jenkins/access.ts';
import { type FakeJenkins, startFakeJenkins } from '../../testkit/fake-jenkins/start-fake-jenkins.ts';
import type { World } from '../../testkit/fake-jenkins/world.ts';
import type { ManualClock } from '../../testkit/manual-clock.ts';
import { type AskOptions, askJson } from './ask.ts';
import { recordedWorld } from './recorded-world.ts';

/** A well-formed token that tells accounts apart. */
export const tokenOf = (letter: string) => `11${letter.repeat(32)}`;

const users: readonly UserSpec[] = [
  ciBot,
  { name: 'overall-bot', token: tokenOf('f'), overallRead: true },
  { name: 'discover-bot', token: tokenOf('e'), overallRead: true, jobDiscover: true },
  { name: 'folder-bot', token: tokenOf('d'), overallRead: true, jobRead: (name) => /^team-a(\/|$)/.test(name) },
  { name: 'nobody', token: tokenOf('0') },
];

/** Asks as one of the recorded accounts. */
export function as(name: string): AskOptions {
  return { as: `${name}:${users.find((user) => user.name === name)?.token}` };
}

export interface RecordedController {
  readonly fake: FakeJenkins;
  readonly world: World;
  readonly clock: ManualClock;
  /** The JSON of a 200, as `ci-bot`. */
  readonly get: (path: string, tree?: string) => Promise<Record<string, unknown>>;
  readonly close: () => Promise<void>;
}

/** The controller of the recordings, with its accounts. */
export async function startRecordedController(): Promise<RecordedController> {
  const { world, clock } = recordedWorld();
  const fake = await startFakeJenkins({ world, users });
  const get = (path: string, tree?: string) =>
    askJson<Record<string, unknown>>(fake, tree === undefined ? path : `${path}?tree=${tree}`);
  return { fake, world, clock, get, close: () => fake.close() };
}
