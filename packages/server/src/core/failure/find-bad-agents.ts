/** What an agent did in one day. */
export interface AgentDay {
  readonly connectionId: number;
  readonly agentId: number;
  readonly day: number;
  /** SUCCESS, UNSTABLE and FAILURE. */
  readonly builds: number;
  readonly red: number;
  readonly jobs: number;
}

export interface BadAgent extends AgentDay {
  readonly rate: number;
  /** Failure rate of the connection's other agents on that day. */
  readonly usual: number;
}

const leastRed = 5;
const leastJobs = 3;
const leastRate = 0.5;
const timesUsual = 2.5;

/** Agents on which builds of several jobs failed far more often than on the others of the same day. Newest first. */
export function findBadAgents(days: readonly AgentDay[]): BadAgent[] {
  const bad: BadAgent[] = [];
  for (const some of Map.groupBy(days, ({ connectionId, day }) => `${connectionId}:${day}`).values()) {
    const builds = some.reduce((sum, one) => sum + one.builds, 0);
    const red = some.reduce((sum, one) => sum + one.red, 0);
    for (const one of some) {
      const others = builds - one.builds;
      if (one.red < leastRed || one.jobs < leastJobs || others === 0) continue;
      const rate = one.red / one.builds;
      const usual = (red - one.red) / others;
      if (rate >= leastRate && rate >= timesUsual * usual) bad.push({ ...one, rate, usual });
    }
  }
  return bad.sort((a, b) => b.day - a.day || b.red - a.red);
}
