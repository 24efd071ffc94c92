import { expect, test } from 'vitest';
import { Calendar } from './calendar.ts';
import { windowOf } from './window.ts';

test('keeps the ends of time within years of four digits in every zone', () => {
  const { sinceMs, untilMs } = windowOf('0000-01-01T00:00:00Z..9999-12-31T23:59:59Z', 0);
  for (const zone of ['Pacific/Kiritimati', 'Etc/GMT+12']) {
    const calendar = new Calendar(zone);
    expect(calendar.dayOf(sinceMs)).toMatch(/^1000-01-0\d$/);
    expect(calendar.dayOf(untilMs)).toMatch(/^9999-12-\d\d$/);
  }
});
