import type { Change } from '../core/change-set.ts';
import { asArray, asInteger, asObject, asText, type JsonObject, member } from './read-json.ts';

/** A name out of a mail address: the part before the @, without the number that GitHub's private addresses begin with. */
function nameOfMail(mail: string | null): string | null {
  if (mail === null) return null;
  const local = mail.split('@')[0] ?? '';
  const name = mail.endsWith('@users.noreply.github.com') ? local.replace(/^\d+\+/, '') : local;
  return name === '' ? null : name;
}

function commitOf(raw: JsonObject): string | null {
  const id = asText(member(raw, 'commitId'), 100);
  const revision = member(raw, 'revision');
  return id ?? (typeof revision === 'number' ? String(revision) : asText(revision, 100));
}

function toChange(value: unknown): Change | null {
  const raw = asObject(value);
  const message = raw === null ? null : asText(member(raw, 'msg'), 1_000);
  if (raw === null || message === null) return null;
  const committedAtMs = asInteger(member(raw, 'timestamp'));
  return {
    commit: commitOf(raw),
    committedAtMs: committedAtMs !== null && committedAtMs > 0 ? committedAtMs : null,
    message: message.split('\n')[0] ?? message,
    author: nameOfMail(asText(member(raw, 'authorEmail'), 300)) ?? nameOfMail(asText(member(raw, 'user'), 300)),
  };
}

const mostPerChangeSet = 50;

export interface ReadChanges {
  readonly changes: readonly Change[];
  /** There are more than were asked for. */
  readonly hasMore: boolean;
  readonly dropped: number;
}

/** The commits of a build: `changeSet` of freestyle builds, `changeSets` of pipelines. */
export function readChanges(build: JsonObject): ReadChanges {
  const sets = [...asArray(member(build, 'changeSets')), member(build, 'changeSet')].map(asObject);
  const lists = sets.map((set) => (set === null ? [] : asArray(member(set, 'items'))));
  const read = lists.flat().map(toChange);
  const changes = read.filter((change) => change !== null);
  return {
    changes,
    hasMore: lists.some(({ length }) => length >= mostPerChangeSet),
    dropped: read.length - changes.length,
  };
}
