import type { BuildStages as Answer, Build } from '@buildbutler/contract';
import { useState } from 'react';
import { definitions } from '../../lib/definitions.ts';
import { formatDuration } from '../../lib/format-duration.ts';
import { formatCountOf } from '../../lib/format-number.ts';
import { standingWords } from '../../lib/standing-words.ts';
import { useNow } from '../../lib/use-now.ts';
import { type WaterfallRow, waterfall } from '../../lib/waterfall.ts';
import { useBuildStages } from '../../queries/build-deep.ts';
import { Hint } from '../../ui/hint.tsx';
import { Panel } from '../../ui/panel.tsx';
import classes from './build-stages.module.css';
import { StageMark } from './stage-mark.tsx';

const shownAtFirst = 12;

/** The stages of a build against time, parallel branches below their stage. Builds without any have no panel. */
export function BuildStages({ build }: { build: Build }) {
  const { data } = useBuildStages(build.id);
  if (data === undefined) return null;
  if (data.data.length > 0) return <Waterfall stages={data.data} meta={data.meta} />;
  const isWorthSaying = data.meta.state === 'waiting' || data.meta.state === 'parked';
  if (!isWorthSaying) return null;
  const { title, why } = standingWords(data.meta, 'stages');
  return (
    <div className={classes.panel}>
      <Panel title="Stages" note={title}>
        <p className={classes.why}>{why}</p>
      </Panel>
    </div>
  );
}

function Waterfall({ stages, meta }: { stages: Answer['data']; meta: Answer['meta'] }) {
  const now = useNow(1_000);
  const [isWhole, setWhole] = useState(stages.length <= shownAtFirst);
  const rows = waterfall(stages, now);
  // Where every stage lies on it, marking says nothing.
  const hasPath = stages.some(({ isCritical }) => isCritical) && stages.some(({ isCritical }) => !isCritical);
  const shown = isWhole ? rows : rows.slice(0, shownAtFirst);
  return (
    <div className={classes.panel}>
      <Panel
        title="Stages"
        note={
          <>
            {meta.complete ? formatCountOf(stages.length, 'stage') : 'Jenkins had not written down all of them'}
            {hasPath && (
              <>
                {' · '}
                <Hint text={definitions.criticalPath}>
                  <span className={classes.key} aria-hidden="true" /> critical path
                </Hint>
              </>
            )}
          </>
        }
        action={
          !isWhole && (
            <button type="button" className={classes.more} onClick={() => setWhole(true)}>
              Show all
            </button>
          )
        }
      >
        <ol className={classes.rows}>
          {shown.map((row) => (
            <Row key={row.stage.id} row={row} isMarked={hasPath && row.stage.isCritical} />
          ))}
        </ol>
      </Panel>
    </div>
  );
}

function Row({ row: { stage, depth, bar, durationMs }, isMarked }: { row: WaterfallRow; isMarked: boolean }) {
  const about = [
    isMarked ? 'On the critical path' : null,
    stage.kind === 'parallel' ? 'Parallel branch' : null,
    stage.agent === null ? null : `on ${stage.agent}`,
    stage.pause > 0 ? `waited ${formatDuration(stage.pause)} for a person` : null,
  ].filter((part) => part !== null);
  return (
    <li className={classes.row}>
      <span
        className={classes.name}
        style={{ paddingInlineStart: Math.min(depth, 6) * 16 }}
        title={[stage.name, ...about].join(' · ')}
      >
        <StageMark status={stage.status} />
        <span className={classes.text} data-synthetic={stage.kind === 'synthetic' || undefined}>
          {stage.name}
        </span>
        {isMarked && <span className="visually-hidden">, on the critical path</span>}
      </span>
      <span className={classes.track} aria-hidden="true">
        {bar !== null && (
          <span
            className={classes.bar}
            data-status={stage.status}
            data-critical={isMarked || undefined}
            style={{ insetInlineStart: `${bar.start * 100}%`, inlineSize: `${bar.width * 100}%` }}
          />
        )}
      </span>
      <span className={classes.time}>{durationMs === null ? '—' : formatDuration(durationMs)}</span>
      {stage.error !== null && <span className={classes.error}>{stage.error}</span>}
    </li>
  );
}
