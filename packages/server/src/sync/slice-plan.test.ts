import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Heads } from '../jenkins/controller.ts';
import { buildTree, type JobTree, type RegionLimits, regionAround } from './slice-plan.ts';

interface Shape {
  readonly [name: string]: Shape | number;
}

/** Heads of a nested object: numbers are jobs with their cost. */
function headsOf(shape: Shape): { heads: Heads; costs: Map<string, number> } {
  const jobs: Heads['jobs'][number][] = [];
  const folders: Heads['folders'][number][] = [];
  const costs = new Map<string, number>();
  const walk = (level: Shape, path: readonly string[]) => {
    for (const [index, [name, value]] of Object.entries(level).entries()) {
      const own = [...path, name];
      if (typeof value === 'number') {
        jobs.push({ path: own, index, nextBuildNumber: 2, isDisabled: false, kind: 'freestyle' });
        costs.set(own.join('/'), value);
      } else {
        folders.push({ path: own, index, size: Object.keys(value).length });
        walk(value, own);
      }
    }
  };
  walk(shape, []);
  return { heads: { jobs, folders }, costs };
}

/** Full names of the jobs that a slice of this tree reads, as a controller would. */
function read(
  tree: JobTree,
  folder: string,
  { from, to, depth = 1 }: { from: number; to: number; depth?: number },
): string[] {
  const collect = (name: string, level: number): string[] => {
    const node = tree.get(name);
    if (node === undefined) return [];
    if (node.isJob) return [name];
    return level >= depth ? [] : node.children.flatMap((child) => collect(child.name, level + 1));
  };
  return (tree.get(folder)?.children ?? [])
    .filter(({ index }) => index >= from && index < to)
    .flatMap(({ name }) => collect(name, 1));
}

/** Covers all jobs with regions; every region is checked against what it would read. */
function coverAll(shape: Shape, mostCost: number): string[][] {
  const { heads, costs } = headsOf(shape);
  const tree = buildTree(heads);
  const left = new Set(costs.keys());
  const regions: string[][] = [];
  const limits: RegionLimits = {
    mostCost,
    weigh: ({ name }) => ({ cost: costs.get(name) ?? 0, isNeeded: left.has(name) }),
  };
  for (const name of left) {
    const region = regionAround(tree, name, limits);
    if (region === null) throw new Error(`no region around ${name}`);
    const inSlice = read(tree, region.folder.join('/'), region.slice);
    expect(region.names).toContain(name);
    expect(inSlice).toEqual(expect.arrayContaining([...region.names]));
    expect(region.names.every((wanted) => left.has(wanted))).toBe(true);
    expect(region.slice.depth).toBeLessThanOrEqual(5);
    const cost = inSlice.reduce((sum, job) => sum + (costs.get(job) ?? 0), 0);
    expect(cost).toBe(region.cost);
    if (region.names.length > 1) expect(cost).toBeLessThanOrEqual(mostCost);
    for (const taken of region.names) left.delete(taken);
    regions.push([...region.names]);
  }
  return regions;
}

const jobs = (count: number, cost = 1): Shape =>
  Object.fromEntries(Array.from({ length: count }, (_, index) => [`j${String(index).padStart(4, '0')}`, cost]));

describe('regions', () => {
  it('read small folders together, several levels deep', () => {
    const shape = Object.fromEntries(Array.from({ length: 40 }, (_, index) => [`f${index}`, { team: jobs(5) }]));
    expect(coverAll(shape, 100)).toHaveLength(2);
  });

  it('read large folders in parts', () => {
    expect(coverAll({ big: jobs(1_000) }, 200).map(({ length }) => length)).toEqual([200, 200, 200, 200, 200]);
  });

  it('read a job that costs too much alone', () => {
    expect(coverAll({ a: 500, b: 1 }, 100)).toEqual([['a'], ['b']]);
  });

  it('do not read much that nobody wants', () => {
    const { heads } = headsOf({ folder: { ...jobs(50), wanted: 1 }, other: 1 });
    const limits: RegionLimits = {
      mostCost: 100,
      weigh: ({ name }) => ({ cost: 1, isNeeded: /wanted|other/.test(name) }),
    };
    const region = regionAround(buildTree(heads), 'folder/wanted', limits);
    expect(region).toMatchObject({ folder: ['folder'], names: ['folder/wanted'], cost: 1 });
  });

  it('are none for a job that the controller does not show', () => {
    expect(
      regionAround(buildTree({ jobs: [], folders: [] }), 'a', {
        mostCost: 1,
        weigh: () => ({ cost: 1, isNeeded: true }),
      }),
    ).toBeNull();
  });

  it('cover every job of any tree once, within their cost', () => {
    const shape = fc.letrec<{ node: Shape }>((tie) => ({
      node: fc.dictionary(
        fc.stringMatching(/^[a-d]{1,2}$/),
        fc.oneof({ maxDepth: 7 }, fc.integer({ min: 1, max: 40 }), tie('node')),
        { maxKeys: 6 },
      ) as fc.Arbitrary<Shape>,
    })).node;
    fc.assert(
      fc.property(shape, fc.integer({ min: 1, max: 120 }), (tree, mostCost) => {
        const covered = coverAll(tree, mostCost).flat();
        expect(covered.toSorted()).toEqual([...headsOf(tree).costs.keys()].toSorted());
      }),
    );
  });
});
