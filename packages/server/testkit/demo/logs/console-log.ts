import type { TimedLine } from '../../fake-jenkins/truth/as-of.ts';
import { describeCause } from '../../fake-jenkins/truth/cause.ts';
import { consoleNote } from '../../fake-jenkins/truth/console-note.ts';
import type { Stage } from '../../fake-jenkins/truth/stage.ts';
import { type DemoRun, keyOf } from '../demo-run.ts';
import { errorMessages } from '../failure.ts';
import { Random } from '../random.ts';
import { type Timeline, timelineOf } from '../timeline.ts';
import { activityLines } from './activity-lines.ts';
import { failureLines } from './failure-lines.ts';

interface Writing {
  readonly run: DemoRun;
  readonly timeline: Timeline;
  readonly random: Random;
}

const stamp = (ms: number, text: string) => `[${new Date(ms).toISOString()}] ${text}`;
const isPipeline = ({ profile }: DemoRun) => profile.kind === 'pipeline';
const step = (atMs: number, text: string): TimedLine => ({ atMs, text: `${consoleNote(60)}[Pipeline] ${text}` });

/** Lines spread evenly over the time of a stage, each with its time in front. */
function spread(lines: readonly string[], { startedAtMs, durationMs }: Stage): TimedLine[] {
  const length = durationMs ?? 0;
  return lines.map((text, index) => {
    const atMs = startedAtMs + Math.floor((length * (index + 1)) / (lines.length + 1));
    return { atMs, text: stamp(atMs, text) };
  });
}

const isRed = ({ state }: Stage) => state === 'failure' || state === 'unstable';

function workLines(stage: Stage, { run, timeline, random }: Writing): TimedLine[] {
  const activity = timeline.activities.get(stage.id);
  if (activity === undefined) return [];
  const usual = activityLines(run.profile.toolchain, activity, random);
  return spread(isRed(stage) ? [...usual.slice(0, -1), ...failureLines(run, random)] : usual, stage);
}

function stageLines(stage: Stage, writing: Writing): TimedLine[] {
  const { startedAtMs, durationMs, state, name, children } = stage;
  const endMs = startedAtMs + (durationMs ?? 0);
  if (state === 'skipped') {
    return [
      step(startedAtMs, `{ (${name})`),
      step(startedAtMs, `Stage "${name}" skipped due to earlier failure(s)`),
      step(endMs, '// stage'),
    ];
  }
  const inner = [...workLines(stage, writing), ...children.flatMap((child) => stageLines(child, writing))];
  const branches = children.map((child) => step(startedAtMs, `{ (Branch: ${child.name})`));
  return [
    step(startedAtMs, 'stage'),
    step(startedAtMs, `{ (${name})`),
    ...branches,
    ...inner,
    step(endMs, '}'),
    step(endMs, '// stage'),
  ];
}

function header({ run }: Writing): TimedLine[] {
  const { startedAtMs, causes, agent, profile } = run;
  const workspace = `/home/jenkins/workspace/${profile.fullName.replaceAll('/', '_')}`;
  const started = causes.map((cause) => ({ atMs: startedAtMs, text: `${consoleNote()}${describeCause(cause)}` }));
  if (!isPipeline(run)) {
    return [
      ...started,
      { atMs: startedAtMs, text: 'Running as SYSTEM' },
      { atMs: startedAtMs, text: `Building remotely on ${agent} in workspace ${workspace}` },
    ];
  }
  return [
    ...started,
    step(startedAtMs, 'Start of Pipeline'),
    step(startedAtMs, 'node'),
    { atMs: startedAtMs, text: `Running on ${agent} in ${workspace}` },
    step(startedAtMs, '{'),
  ];
}

function footer({ run, timeline }: Writing): TimedLine[] {
  const atMs = run.startedAtMs + timeline.durationMs;
  const aborted = run.result === 'ABORTED' ? [{ atMs, text: 'Aborted by maya.lindqvist' }] : [];
  const reason =
    run.result === 'FAILURE' && run.failure !== null ? [{ atMs, text: `ERROR: ${errorMessages[run.failure]}` }] : [];
  const ends = isPipeline(run) ? [step(atMs, '}'), step(atMs, '// node'), step(atMs, 'End of Pipeline')] : [];
  return [...ends, ...aborted, ...reason, { atMs, text: `Finished: ${run.result}` }];
}

function body(writing: Writing): TimedLine[] {
  const { run, timeline } = writing;
  if (isPipeline(run)) return timeline.stages.flatMap((stage) => stageLines(stage, writing));
  return timeline.stages.flatMap((stage) => workLines(stage, writing));
}

/** The console log of a build, line by line with its times; the same build always has the same. */
export function consoleLogOf(run: DemoRun): TimedLine[] {
  const writing = { run, timeline: timelineOf(run), random: new Random(`${keyOf(run)} log`) };
  const inner = body(writing).sort((a, b) => a.atMs - b.atMs);
  return [...header(writing), ...inner, ...footer(writing)];
}
