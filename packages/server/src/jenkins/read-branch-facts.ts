import type { PullRequest } from '../core/build.ts';
import type { BranchFacts } from './controller.ts';
import type { Item } from './items.ts';
import { asArray, asObject, asText, type JsonObject, member } from './read-json.ts';

const pullRequestName = /^(?:PR|MR)-(\d{1,9})(?:-|$)/;
const pullRequestAddress =
  /\/(?:pull|pulls|merge_requests|pull-requests|pullrequest|change-requests)\/(\d{1,9})(?:[/?#]|$)/;

function firstText(actions: readonly JsonObject[], name: string, most: number): string | null {
  for (const action of actions) {
    const text = asText(member(action, name), most);
    if (text !== null) return text;
  }
  return null;
}

/** An address that a browser may be sent to; null for every other scheme. */
function webAddress(text: string | null): string | null {
  return text !== null && /^https?:\/\/[^\s"'<>]+$/i.test(text) ? text : null;
}

function headName(raw: JsonObject): string | null {
  for (const value of asArray(member(raw, 'property'))) {
    const branch = asObject(member(asObject(value) ?? {}, 'branch'));
    const head = branch === null ? null : asObject(member(branch, 'head'));
    const name = head === null ? null : asText(member(head, 'name'), 500);
    if (name !== null) return name;
  }
  return null;
}

function toPullRequest(head: string, actions: readonly JsonObject[]): PullRequest | null {
  const url = webAddress(firstText(actions, 'objectUrl', 1_000));
  const number = pullRequestName.exec(head)?.[1] ?? pullRequestAddress.exec(url ?? '')?.[1] ?? null;
  if (number === null) return null;
  return {
    number,
    title: firstText(actions, 'objectDisplayName', 500),
    author: firstText(actions, 'contributorDisplayName', 200) ?? firstText(actions, 'contributor', 200),
    url,
  };
}

/** What Jenkins knows of the branch or pull request behind a job; null when the job is no branch. */
export function readBranchFacts({ path, raw, parentClassName }: Item): BranchFacts | null {
  const head = headName(raw);
  if (head === null && parentClassName?.endsWith('MultiBranchProject') !== true) return null;
  const actions = asArray(member(raw, 'actions'))
    .map(asObject)
    .filter((action) => action !== null);
  const name = head ?? path.at(-1) ?? '';
  return { path, displayName: asText(member(raw, 'displayName'), 500), pullRequest: toPullRequest(name, actions) };
}
