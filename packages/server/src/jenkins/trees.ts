/** Fields of a build: everything that costs nothing once the record is loaded. `actions` stands once: a repeated name replaces the first. */
export const buildFields = [
  'number,timestamp,duration,result,building,inProgress,queueId,keepLog,displayName,description,builtOn',
  'actions[causes[shortDescription,userId,upstreamProject,upstreamBuild],parameters[name,value],failCount,skipCount,totalCount,urlName',
  'queuingDurationMillis,queuingTimeMillis',
  'lastBuiltRevision[SHA1,branch[name]],remoteUrls]',
].join(',');

/** A second try after an answer that broke inside a plugin's getter. */
export const reducedBuildFields =
  'number,timestamp,duration,result,building,inProgress,queueId,keepLog,displayName,description,builtOn';

const headLevels = 10;

function nestedHeads(levels: number): string {
  return `jobs[name,nextBuildNumber,disabled${levels > 1 ? `,${nestedHeads(levels - 1)}` : ''}]`;
}

export const headsTree = nestedHeads(headLevels);

export function latestTree(from: number, to: number, fields = buildFields): string {
  return `jobs[name,nextBuildNumber,lastBuild[${fields}]]{${from},${to}}`;
}

export function recentTree(fields = buildFields): string {
  return `builds[${fields}],firstBuild[number],nextBuildNumber,activeConfigurations[name,nextBuildNumber]`;
}

export function everyTree(fields = buildFields): string {
  return `allBuilds[${fields}]`;
}

/** `depth` builds before the one asked. Twelve is the most that keeps the address below 6,000 bytes. */
export function chainTree(depth: number): string {
  let tree = `previousBuild[${buildFields}]`;
  for (let level = 1; level < depth; level += 1) tree = `previousBuild[${buildFields},${tree}]`;
  return `number,${tree}`;
}

export const mostChainDepth = 11;

export const runningTree = (() => {
  const executable = `currentExecutable[${buildFields},url,fullDisplayName,estimatedDuration]`;
  return `busyExecutors,totalExecutors,computer[displayName,offline,numExecutors,executors[number,${executable}],oneOffExecutors[number,${executable}]]`;
})();

export const queueTree = 'items[id,inQueueSince,why,task[name,url]]';

export const branchTree =
  'jobs[name,displayName,actions[objectUrl,objectDisplayName,contributor,contributorDisplayName],property[branch[head[name]]]]';

export const numbersTree = 'nextBuildNumber,firstBuild[number],lastBuild[number]';
