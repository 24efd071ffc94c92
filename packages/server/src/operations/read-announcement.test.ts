import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readAnnouncement } from './read-announcement.ts';

const app = { job: 'team/app', number: 12 };

test.each([
  ['the query', { query: { job: 'team/app', number: '12' }, body: undefined }, app],
  ['JSON', { query: {}, body: { job: 'team/app', number: 12 } }, app],
  ['variables of a build', { query: {}, body: { JOB_NAME: 'team/app', BUILD_NUMBER: '12' } }, app],
  [
    'the address of a build',
    { query: {}, body: { BUILD_URL: 'https://ci.example/jenkins/job/team/job/app/12/' } },
    app,
  ],
  [
    'the Notification plugin',
    {
      query: {},
      body: {
        name: 'app',
        display_name: 'app',
        url: 'job/team/job/app/',
        build: {
          ...{ number: 12, queue_id: 7, phase: 'FINALIZED', status: 'SUCCESS', url: 'job/team/job/app/12/' },
          full_url: 'https://ci.example/job/team/job/app/12/',
        },
      },
    },
    app,
  ],
  [
    'a branch',
    { query: {}, body: { url: 'https://ci.example/job/repo/job/feature%252Flogin/3/' } },
    { job: 'repo/feature%2Flogin', number: 3 },
  ],
  ['a job alone', { query: { job: '/team/app/' }, body: {} }, { job: 'team/app', number: null }],
  ['nothing', { query: {}, body: undefined }, { job: null, number: null }],
])('reads %s', (_name, raw, announcement) => {
  expect(readAnnouncement(raw)).toEqual(announcement);
});

test('reads anything without a fault, and no number that is none', () => {
  fc.assert(
    fc.property(
      fc.dictionary(fc.constantFrom('job', 'number', 'build', 'url', 'name', '__proto__'), fc.jsonValue()),
      (body) => {
        const { job, number } = readAnnouncement({ query: {}, body: body as Record<string, unknown> });
        expect(job === null || (job !== '' && job.length <= 8_000)).toBe(true);
        expect(number === null || (Number.isSafeInteger(number) && number > 0)).toBe(true);
      },
    ),
  );
});
