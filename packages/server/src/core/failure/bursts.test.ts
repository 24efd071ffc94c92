import { describe, expect, it } from 'vitest';
import { findBadAgents } from './find-bad-agents.ts';
import { findBursts, type Occurrence } from './find-bursts.ts';

const minute = 60_000;
const seen = (minutes: number, root: string, part: Partial<Occurrence> = {}): Occurrence => ({
  fingerprintId: 1,
  atMs: minutes * minute,
  jobId: 1,
  root,
  connectionId: 1,
  durationMs: minute,
  category: 3,
  ...part,
});

describe('bursts', () => {
  it('are one failure in three unrelated jobs within an hour, for as long as it goes on', () => {
    const all = [seen(0, 'a'), seen(10, 'b'), seen(59, 'c'), seen(110, 'a'), seen(400, 'a'), seen(401, 'b')];
    const found = findBursts(all.toReversed());
    expect(found).toHaveLength(1);
    expect(found[0]).toMatchObject({ fingerprintId: 1, roots: 3 });
    expect(found[0]?.builds.map(({ atMs }) => atMs / minute)).toEqual([0, 10, 59, 110]);
  });

  it('are not branches of one project, other failures, other connections, or more than an hour', () => {
    expect(findBursts([seen(0, 'a'), seen(1, 'a'), seen(2, 'b')])).toEqual([]);
    expect(findBursts([seen(0, 'a'), seen(1, 'b'), seen(2, 'c', { fingerprintId: 2 })])).toEqual([]);
    expect(findBursts([seen(0, 'a'), seen(1, 'b'), seen(2, 'c', { connectionId: 2 })])).toEqual([]);
    expect(findBursts([seen(0, 'a'), seen(1, 'b'), seen(60, 'c')])).toEqual([]);
  });
});

describe('bad agents', () => {
  const day = { connectionId: 1, day: 20_000, builds: 10, red: 1, jobs: 5 };

  it('fail far more often than the others of their day', () => {
    // Alone on its connection, or with others that are as bad: it is not the agent.
    expect(findBadAgents([{ ...day, agentId: 3, red: 8 }])).toEqual([]);
    expect(findBadAgents([1, 2].map((agentId) => ({ ...day, agentId, red: 8 })))).toEqual([]);
    expect(
      findBadAgents([
        { ...day, agentId: 1 },
        { ...day, agentId: 2, red: 8, jobs: 2 },
      ]),
    ).toEqual([]);
    const alone = findBadAgents([
      { ...day, agentId: 1 },
      { ...day, agentId: 2, red: 8 },
    ]);
    expect(alone).toMatchObject([{ agentId: 2, rate: 0.8, usual: 0.1 }]);
  });
});
