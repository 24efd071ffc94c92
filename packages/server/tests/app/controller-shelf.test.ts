import { expect, test } from 'vitest';
import { ControllerShelf } from '../../src/controller-shelf.ts';
import type { Controller } from '../../src/jenkins/controller.ts';
import { createController } from '../../src/jenkins/create-controller.ts';
import { ManualClock } from '../../testkit/manual-clock.ts';
import { optionsFor } from '../jenkins/controller-rig.ts';

function shelf() {
  const clock = new ManualClock();
  const closed: Controller[] = [];
  const kept = new ControllerShelf<{ readonly url: string }>({
    clock,
    open({ url }) {
      const controller: Controller = {
        ...createController(optionsFor(url, clock)),
        async close() {
          closed.push(controller);
        },
      };
      return controller;
    },
  });
  return { clock, closed, kept };
}

const here = { url: 'http://127.0.0.1:1' };

test('the same access shares a controller, another one does not; it rests a minute before it is closed', async () => {
  const { clock, closed, kept } = shelf();
  const [first, second, other] = [kept.take(here), kept.take({ ...here }), kept.take({ url: 'http://127.0.0.1:2' })];
  expect(second.controller).toBe(first.controller);
  expect(other.controller).not.toBe(first.controller);
  first.release();
  first.release();
  await clock.advance(60_000);
  expect(closed).toEqual([]);
  second.release();
  await clock.advance(59_999);
  const third = kept.take(here);
  expect(third.controller).toBe(first.controller);
  third.release();
  await clock.advance(59_999);
  expect(closed).toEqual([]);
  await clock.advance(1);
  expect(closed).toEqual([first.controller]);
  await kept.close();
  expect(closed).toEqual([first.controller, other.controller]);
});

test('a forgotten one is closed with its last user, and the next gets another', async () => {
  const { clock, closed, kept } = shelf();
  const lease = kept.take(here);
  lease.forget();
  const next = kept.take(here);
  expect(next.controller).not.toBe(lease.controller);
  lease.release();
  await clock.advance(1);
  expect(closed).toEqual([lease.controller]);
  await kept.close();
  expect(clock.sleeping).toBe(0);
});
