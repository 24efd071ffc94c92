import { expect, test } from 'vitest';
import type { Fault } from '../../testkit/fake-jenkins/faults/exchange.ts';
import * as faults from '../../testkit/fake-jenkins/faults/faults.ts';
import { minute, startSyncRig } from './sync-rig.ts';
import { differences, ledgerFaults, storedJobs } from './truth.ts';
import { variedBuild } from './worlds.ts';

const repeatable = new Set(['jobs', 'builds', 'allBuilds', 'items', 'executors', 'computer']);

/** Everything that an ill or ill-meaning controller may send for a while. */
const hostile: Readonly<Record<string, Fault>> = {
  'a body that is cut': faults.cutBody(0.6),
  'a length that is too large': faults.wrongLength(500),
  'a length that is too small': faults.wrongLength(-500),
  'a gzip bomb': faults.gzipBomb(60_000_000),
  'gzip that is none': faults.brokenGzip,
  'an endless body': faults.endlessBody(),
  'values of other types': faults.wrongTypes,
  'null everywhere': faults.allNull,
  'no numbers': faults.numbersAre('NaN'),
  'numbers beyond 2^53': faults.numbersAre('9007199254740993'),
  'infinite numbers': faults.numbersAre('1e999'),
  'negative numbers': faults.numbersAre('-5'),
  'names of prototypes': faults.prototypeNames,
  'nesting without end': faults.deepNesting(20_000),
  'lists without their items': faults.eachMember((_key, value) => (Array.isArray(value) ? [] : value)),
  'the same items again and again': faults.eachMember((key, value) =>
    Array.isArray(value) && repeatable.has(key) ? [...value, ...value] : value,
  ),
  'credentials that get lost': faults.lostCredentials,
  'a login instead': faults.loginRedirect,
  'redirects without end': faults.redirectLoop,
  'no members': faults.emptyObject,
};

test.each(Object.entries(hostile))(
  '%s: nothing wrong is stored, nothing is lost, and it goes on afterwards',
  async (_name, fault) => {
    const rig = await startSyncRig();
    for (const name of ['team/api', 'team/web', 'tools']) {
      const kind = name === 'tools' ? 'freestyle' : 'pipeline';
      rig.world.addHistory(rig.world.addJob(name, { kind }), 12, variedBuild(rig.clock.nowMs(), 12));
    }
    rig.world.startBuild(rig.world.job('tools'));
    await rig.connect();
    await rig.pass(15_000);
    const before = await storedJobs(rig.store);
    rig.fake.faults.add(fault);
    for (let round = 0; round < 4; round += 1) {
      rig.world.addBuild(rig.world.job('team/api'), { durationMs: 400 + round });
      await rig.collector.nudge(1);
      await rig.pass(minute);
    }
    expect(rig.defects).toEqual([]);
    expect((await storedJobs(rig.store)).map(({ id, name, goneAtMs }) => ({ id, name, goneAtMs }))).toEqual(
      before.map(({ id, name }) => ({ id, name, goneAtMs: null })),
    );
    rig.fake.faults.clear();
    await rig.collector.nudge(1);
    await rig.pass(12 * minute);
    expect(rig.defects).toEqual([]);
    expect(await differences(rig.store, rig.world)).toEqual([]);
    expect(await ledgerFaults(rig.store, rig.world)).toEqual([]);
    expect(await rig.state()).toMatchObject({ lastProblem: null, consecutiveFailures: 0, isIdle: true });
  },
);
