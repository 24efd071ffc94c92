import { type Build, routes } from '@buildbutler/contract';
import { cleanText } from '../clean-text.ts';
import type { Io, Sink } from '../io.ts';
import { formatAge, formatDuration, unknown } from '../present.ts';
import { resultColor, resultPlain, resultText } from '../result-text.ts';
import { type Field, printFields, printJson } from '../table.ts';
import { type PrintOptions, serverOptions, type Verb, withServer } from '../verb.ts';
import { type BuildPlace, buildPlaceOption, findBuild } from './find-build.ts';

const number = (value: number | null) => (value === null ? '' : String(value));

const duration = (title: string, ms: number | null): Field => ({ title, text: formatDuration(ms), plain: number(ms) });

const optional = (title: string, text: string | null): Field[] =>
  text === null || text === '' ? [] : [{ title, text }];

function testsText({ tests }: Build): string | null {
  if (tests === null) return null;
  return `${tests.passed} passed, ${tests.failed} failed, ${tests.skipped} skipped of ${tests.total}`;
}

function pullRequestText({ pullRequest }: Build): string | null {
  if (pullRequest === null) return null;
  const { number: id, title, author } = pullRequest;
  return [id === null ? '' : `#${id}`, title ?? '', author === null ? '' : `(${author})`].filter(Boolean).join(' ');
}

function toFields(build: Build, nowMs: number): Field[] {
  return [
    { title: 'ID', text: build.id },
    { title: 'Connection', text: build.instance },
    { title: 'Job', text: build.jobName },
    { title: 'Number', text: String(build.number) },
    ...optional('Display name', build.displayName),
    { title: 'Result', text: resultText(build), plain: resultPlain(build) },
    {
      title: 'Started',
      text: `${build.timestamp} (${formatAge(build.timestamp, nowMs)})`,
      plain: build.timestamp,
    },
    duration('Duration', build.duration),
    duration('Queue time', build.queueTime),
    ...build.causes.map(({ text }) => ({ title: 'Cause', text })),
    ...optional('Branch', build.branch),
    ...optional('Commit', build.commit),
    ...optional('Pull request', pullRequestText(build)),
    ...optional('Agent', build.agent),
    ...optional('Tests', testsText(build)),
    ...optional('Failure', build.failureCategory),
    ...optional('Description', build.description),
    { title: 'Page', text: build.inJenkins ? build.url : `${build.url} (no longer in Jenkins)`, plain: build.url },
  ];
}

type Line = readonly [name: string, ...rest: string[]];

async function printSection(title: string, lines: readonly Line[], sink: Sink): Promise<void> {
  if (lines.length === 0) return;
  const clean = lines.map((line) => line.map(cleanText));
  const text = sink.isTty
    ? `\n${title}\n${clean.map((cells) => `  ${cells.join('  ')}`).join('\n')}\n`
    : clean.map((cells) => `${[title.toLowerCase(), ...cells].join('\t')}\n`).join('');
  await sink.write(text);
}

async function printBuild(build: Build, io: Io): Promise<void> {
  const { out } = io;
  if (out.isTty) {
    const heading = cleanText(`${build.jobName} #${build.number}`);
    await out.write(`${out.colors.bold(heading)}  ${resultColor(build, out.colors)(resultText(build))}\n\n`);
  }
  await printFields(toFields(build, io.nowMs()), out);
  const parameters = build.parameters.map(
    ({ name, value, isMasked }): Line => [name, isMasked ? '(not stored)' : (value ?? '')],
  );
  await printSection('Parameters', parameters, out);
  const stages = build.stages.map(
    (stage): Line => [
      stage.name,
      stage.result ?? (out.isTty ? unknown : ''),
      out.isTty ? formatDuration(stage.duration) : number(stage.duration),
    ],
  );
  await printSection('Stages', stages, out);
}

interface ShowOptions extends PrintOptions, BuildPlace {}

export const showBuild: Verb<ShowOptions> = {
  usage: 'show <build>',
  summary: 'Show one build: result, times, causes, parameters, tests',
  options: () => [buildPlaceOption(), ...serverOptions()],
  examples: [
    ['a build by its id', 'buildbutler builds show b_1x2y3z'],
    ['a build by job and number', 'buildbutler builds show team-a/checkout#118'],
    ['its commit', 'buildbutler builds show b_1x2y3z --json | jq -r .commit'],
  ],
  run: (context, { args: [named = ''], options }) =>
    withServer(context, options, async ({ client }) => {
      const id = await findBuild(client, named, options);
      const build = await client.call(routes.getBuild, { params: { id } });
      if (options.json) await printJson(build, context.io.out);
      else await printBuild(build, context.io);
      return undefined;
    }),
};
