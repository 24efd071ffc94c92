import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ask } from './ask.ts';
import { type RecordedController, startRecordedController } from './recorded-controller.ts';

let close: RecordedController['close'];
let fake: RecordedController['fake'];
let world: RecordedController['world'];

beforeAll(async () => {
  ({ close, fake, world } = await startRecordedController());
});
afterAll(() => close());

describe('logs', () => {
  test('consoleText hides notes, progressiveText shows them with CRLF and the size of what is stored', async () => {
    const { log } = world.build('fs-failing', 1);
    const console = await ask(fake, '/job/fs-failing/1/consoleText');
    expect(console.text.split('\n', 1)).toEqual(['Started by user admin']);
    expect([console.headers['content-type'], console.headers['x-jenkins']]).toEqual([
      'text/plain;charset=utf-8',
      undefined,
    ]);
    const progressive = await ask(fake, '/job/fs-failing/1/logText/progressiveText?start=0');
    expect(progressive.text).toBe(String(log).replaceAll('\n', '\r\n'));
    expect(progressive.headers['x-text-size']).toBe(String(Buffer.byteLength(String(log))));
    expect(progressive.headers).not.toHaveProperty('x-more-data');
  });

  test('a start at the end is empty, behind the end the whole log, a negative one empty', async () => {
    const size = Buffer.byteLength(String(world.build('fs-failing', 1).log));
    const from = async (start: number) =>
      (await ask(fake, `/job/fs-failing/1/logText/progressiveText?start=${start}`)).text;
    const whole = await from(0);
    expect([await from(size), await from(size + 1), await from(-1)]).toEqual(['', whole, '']);
    expect(await from(5)).toBe(whole.slice(5));
  });

  test('an unfinished log ends at its last line end and after 10,000 lines, and its size counts all', async () => {
    const build = world.startBuild(world.addJob('zz-log'), { log: `${'line\n'.repeat(12_000)}PART` });
    const first = await ask(fake, '/job/zz-log/1/logText/progressiveText?start=0');
    expect(first.text).toBe('line\r\n'.repeat(10_000));
    expect([first.headers['x-text-size'], first.headers['x-more-data']]).toEqual(['60004', 'true']);
    const rest = await ask(fake, '/job/zz-log/1/logText/progressiveText?start=50000');
    expect(rest.text).toBe('line\r\n'.repeat(2000));
    world.finishBuild(build);
    expect((await ask(fake, '/job/zz-log/1/logText/progressiveText?start=60000')).text).toBe('PART');
    world.remove(build.job);
  });
});
