import type { FakeRequest } from './http/fake-request.ts';

export type RequestKind =
  | 'whoami'
  | 'heads'
  | 'latest'
  | 'recent-of-folder'
  | 'recent'
  | 'every'
  | 'numbers'
  | 'job'
  | 'chain'
  | 'build'
  | 'computer'
  | 'queue'
  | 'queue-item'
  | 'log'
  | 'tests'
  | 'stages'
  | 'other';

const stageAddress = /\/(pipeline-overview|pipeline-graph|pipeline-console|stages|wfapi|execution)(\/|$|\?)|^\/blue\//;

function folderKind(tree: string): RequestKind {
  if (/\bbuilds\[/.test(tree)) return 'recent-of-folder';
  return /\blastBuild\[/.test(tree) ? 'latest' : 'heads';
}

function jobKind(tree: string): RequestKind {
  if (/\ballBuilds\[/.test(tree)) return 'every';
  if (/\bjobs\[/.test(tree)) return folderKind(tree);
  if (/\bbuilds\[/.test(tree)) return 'recent';
  return /\bfirstBuild\[/.test(tree) ? 'numbers' : 'job';
}

function itemKind(path: string, tree: string): RequestKind {
  if (/\/testReport\//.test(path)) return 'tests';
  if (/\/(consoleText|logText|console|timestamps)(\/|$)/.test(path)) return 'log';
  if (!/\/api\/json\/?$/.test(path)) return 'other';
  const isBuild = /\/(\d+|last\w*Build|firstBuild)\/api\/json/.test(path);
  if (isBuild) return /\bpreviousBuild\[/.test(tree) ? 'chain' : 'build';
  return path.startsWith('/job/') ? jobKind(tree) : folderKind(tree);
}

/** What a request asks for, told from its address alone. */
export function requestKind({ address, query, form }: FakeRequest): RequestKind {
  const path = address.split('?')[0] ?? '';
  if (stageAddress.test(path)) return 'stages';
  if (path.startsWith('/whoAmI')) return 'whoami';
  if (path.startsWith('/computer')) return 'computer';
  if (path.startsWith('/queue/item')) return 'queue-item';
  if (path.startsWith('/queue')) return 'queue';
  return itemKind(path, query.get('tree') ?? form.get('tree') ?? '');
}

/** Why a request is one that hurts controllers; empty for a polite one. */
export function rudeness({ address, query, form }: FakeRequest): string[] {
  if (!/\/api\/json\/?(\?|$)/.test(address)) return [];
  const tree = query.get('tree') ?? form.get('tree');
  const reasons = [
    tree === null ? 'no tree' : null,
    query.has('depth') ? 'depth' : null,
    /\bactions\[[^\]]*\*/.test(tree ?? '') ? 'actions[*]' : null,
    /\bculprits\b/.test(tree ?? '') ? 'culprits' : null,
    /\bauthor\b/.test(tree ?? '') ? 'author' : null,
    /\b(artifacts|fingerprint|healthReport|color|buildsByBranchName)\b/.test(tree ?? '') ? 'costly field' : null,
  ];
  return reasons.filter((reason) => reason !== null);
}
