import type { Slice } from './controller.ts';

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

export const headLevels = 10;

const nested = (levels: number, members: string): string =>
  `jobs[${members}${levels > 1 ? `,${nested(levels - 1, members)}` : ''}]`;

// Controllers before 2.x name no classes: only a matrix job has configurations. "x" is no member, so each of them is an empty object.
const headMembers = 'name,nextBuildNumber,disabled,activeConfigurations[x]';

export const headsTree = nested(headLevels, headMembers);

/** One level only, for containers whose whole tree is too much for one answer. */
export const shallowHeadsTree = nested(1, headMembers);

function sliceTree({ from, to, depth = 1 }: Slice, members: string): string {
  return `${nested(depth, members)}{${from},${to}}`;
}

export function latestTree(slice: Slice, fields = buildFields): string {
  return sliceTree(slice, `name,nextBuildNumber,lastBuild[${fields}]`);
}

/** Positions `[from, to)` of a list, newest first. */
export interface Range {
  readonly from: number;
  readonly to: number;
}

const rangeOf = (range: Range | undefined) => (range === undefined ? '' : `{${range.from},${range.to}}`);

const jobMembers = (fields: string, range?: Range) =>
  `nextBuildNumber,firstBuild[number],builds[${fields}]${rangeOf(range)}`;

const configurationMembers = 'activeConfigurations[name,nextBuildNumber]';

export function recentTree(fields = buildFields, range?: Range): string {
  return `${jobMembers(fields, range)},${configurationMembers}`;
}

export function recentOfTree(slice: Slice, fields = buildFields): string {
  return sliceTree(slice, `name,${jobMembers(fields)},${configurationMembers}`);
}

export function recentOfConfigurationsTree(range: Range | undefined, fields = buildFields): string {
  return `activeConfigurations[name,${jobMembers(fields)}]${rangeOf(range)}`;
}

export const matrixTree = configurationMembers;

export function everyTree(fields = buildFields): string {
  return `allBuilds[${fields}]`;
}

/** `depth` builds before the one asked. */
export function chainTree(depth: number, fields = buildFields): string {
  let tree = `previousBuild[${fields}]`;
  for (let level = 1; level < depth; level += 1) tree = `previousBuild[${fields},${tree}]`;
  return `number,${tree}`;
}

export const mostChainDepth = 12;

export const runningTree = (() => {
  const executable = `currentExecutable[${buildFields},url,fullDisplayName,estimatedDuration]`;
  const agent =
    'displayName,description,offline,temporarilyOffline,offlineCauseReason,offlineCause[timestamp],numExecutors,assignedLabels[name]';
  return `computer[${agent},executors[number,idle,${executable}],oneOffExecutors[number,${executable}]]`;
})();

export const queueTree = 'items[id,inQueueSince,why,stuck,blocked,buildable,buildableStartMilliseconds,task[name,url]]';

// Never `author`: each one is a user look-up on the controller, possibly in a directory, and may create users.
const changeMembers = 'kind,items[commitId,revision,timestamp,msg,authorEmail,user]{0,50}';

/** Everything about one finished build. */
export function finalTree(): string {
  const fields = buildFields.replace('actions[', 'actions[foundFailureCauses[name,categories],');
  return `${fields},changeSets[${changeMembers}],changeSet[${changeMembers}]`;
}

const branchMembers =
  'name,displayName,actions[objectUrl,objectDisplayName,contributor,contributorDisplayName],property[branch[head[name]]]';

/** Without a slice all direct jobs of a multibranch project. */
export function branchTree(slice?: Slice): string {
  return slice === undefined ? nested(1, branchMembers) : sliceTree(slice, branchMembers);
}

export const numbersTree = 'nextBuildNumber,firstBuild[number],lastBuild[number]';
