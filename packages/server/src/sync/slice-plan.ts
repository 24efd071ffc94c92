import { fullNameOf, type ItemPath } from '../core/job.ts';
import type { Heads, Slice } from '../jenkins/controller.ts';

/** An item as a controller lists it; jobs have no children. */
export interface TreeNode {
  readonly path: ItemPath;
  readonly name: string;
  /** Position among the items of its folder. */
  readonly index: number;
  readonly isJob: boolean;
  readonly parent: TreeNode | null;
  /** Ascending by position. */
  readonly children: TreeNode[];
}

/** The jobs and folders of a controller by full name. */
export type JobTree = ReadonlyMap<string, TreeNode>;

/** Finds a known job by its full name: its path and name are held in memory anyway. */
export type FindKnown = (name: string) => { readonly path: ItemPath; readonly name: string } | undefined;

/** The tree behind the heads, for slices. */
export function buildTree({ jobs, folders }: Heads, findKnown: FindKnown = () => undefined): JobTree {
  const nodes = new Map<string, TreeNode>();
  const root: TreeNode = { path: [], name: '', index: 0, isJob: false, parent: null, children: [] };
  nodes.set('', root);
  // Jobs by the ten thousand: one list that stays empty does for all of them.
  const noChildren: TreeNode[] = [];
  const place = (item: { readonly path: ItemPath; readonly index: number }, isJob: boolean) => {
    const seen = { path: item.path, name: fullNameOf(item.path) };
    const { path, name } = findKnown(seen.name) ?? seen;
    const parent = nodes.get(fullNameOf(item.path.slice(0, -1)));
    if (parent === undefined || parent.isJob || nodes.has(name)) return;
    const node: TreeNode = { path, name, index: item.index, isJob, parent, children: isJob ? noChildren : [] };
    nodes.set(name, node);
    parent.children.push(node);
  };
  for (const folder of folders.toSorted((a, b) => a.path.length - b.path.length)) place(folder, false);
  for (const job of jobs) place(job, true);
  for (const node of nodes.values()) node.children.sort((a, b) => a.index - b.index);
  return nodes;
}

/** What reading a job costs the controller, and whether it is wanted at all. */
export interface Weight {
  readonly cost: number;
  readonly isNeeded: boolean;
}

/** A slice of one folder that is read in one request. */
export interface Region {
  readonly folder: ItemPath;
  readonly slice: Slice;
  /** Full names of the wanted jobs in it. */
  readonly names: readonly string[];
  readonly cost: number;
}

export interface RegionLimits {
  readonly weigh: (node: TreeNode) => Weight;
  /** Most that one request may cost. */
  readonly mostCost: number;
}

const mostDepth = 5;
const mostItems = 2_000;
/** Share of a region's cost that may go to jobs nobody asked for. */
const mostWaste = 0.3;
const freeWaste = 3;

interface Measure {
  readonly cost: number;
  readonly wasted: number;
  readonly items: number;
  /** Levels of jobs: 1 for a job. */
  readonly height: number;
  readonly names: readonly string[];
}

const nothing: Measure = { cost: 0, wasted: 0, items: 0, height: 1, names: [] };

function add(left: Measure, right: Measure): Measure {
  return {
    cost: left.cost + right.cost,
    wasted: left.wasted + right.wasted,
    items: left.items + right.items,
    height: Math.max(left.height, right.height),
    names: right.names.length === 0 ? left.names : [...left.names, ...right.names],
  };
}

const isWithin = ({ cost, items, height }: Measure, { mostCost }: RegionLimits) =>
  cost <= mostCost && items <= mostItems && height <= mostDepth;

const fits = (measure: Measure, limits: RegionLimits) =>
  isWithin(measure, limits) && measure.wasted <= freeWaste + mostWaste * measure.cost;

/** Adds up what is below a node; gives up (null) as soon as it is too much for one request. */
function measure(node: TreeNode, limits: RegionLimits): Measure | null {
  if (node.isJob) {
    const { cost, isNeeded } = limits.weigh(node);
    return { cost, wasted: isNeeded ? 0 : cost, items: 1, height: 1, names: isNeeded ? [node.name] : [] };
  }
  let sum: Measure = { ...nothing, items: 1 };
  let height = 1;
  for (const child of node.children) {
    const part = measure(child, limits);
    if (part === null) return null;
    sum = add(sum, part);
    height = Math.max(height, part.height + 1);
    if (!isWithin({ ...sum, height }, limits)) return null;
  }
  return { ...sum, height };
}

/** The largest ancestor whose whole content fits into one request; the job itself if its folder is too much. */
function climb(start: TreeNode, limits: RegionLimits): { readonly node: TreeNode; readonly size: Measure } {
  const { cost } = limits.weigh(start);
  let found = { node: start, size: { ...nothing, cost, items: 1, names: [start.name] } as Measure };
  for (;;) {
    const { parent } = found.node;
    if (parent === null || parent.parent === null) return found;
    const size = measure(parent, limits);
    if (size === null || !fits(size, limits)) return found;
    found = { node: parent, size };
  }
}

/** Takes in neighbours on one side as long as they fit; returns the position reached. */
function extend(
  siblings: readonly TreeNode[],
  { at, step, size }: { readonly at: number; readonly step: 1 | -1; readonly size: Measure },
  limits: RegionLimits,
): { readonly at: number; readonly size: Measure } {
  let reached = { at, size };
  let pending = size;
  for (let next = at + step; ; next += step) {
    const sibling = siblings[next];
    const part = sibling === undefined ? null : measure(sibling, limits);
    if (part === null) return reached;
    pending = add(pending, part);
    if (!isWithin(pending, limits)) return reached;
    // A region ends with something wanted; what nobody wants is only read in between.
    if (part.names.length > 0 && fits(pending, limits)) reached = { at: next, size: pending };
  }
}

/**
 * The slice around a job that reads as many wanted jobs as one request may cost: small folders together, large ones in
 * parts. Null when the tree does not hold the job.
 */
export function regionAround(tree: JobTree, name: string, limits: RegionLimits): Region | null {
  const start = tree.get(name);
  if (start === undefined || start.parent === null) return null;
  const { node, size } = climb(start, limits);
  const folder = node.parent ?? start.parent;
  const position = folder.children.indexOf(node);
  const right = extend(folder.children, { at: position, step: 1, size }, limits);
  const left = extend(folder.children, { at: position, step: -1, size: right.size }, limits);
  const from = folder.children[left.at]?.index ?? node.index;
  const to = (folder.children[right.at]?.index ?? node.index) + 1;
  const { names, cost, height } = left.size;
  return { folder: folder.path, slice: { from, to, depth: height }, names, cost };
}
