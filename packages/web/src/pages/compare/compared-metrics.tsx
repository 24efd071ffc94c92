import type { Comparison } from '@buildbutler/contract';
import { IconArrowDownRight, IconArrowUpRight } from '@tabler/icons-react';
import { formatDuration } from '../../lib/format-duration.ts';
import { formatCount, formatPoints, formatRate, unknown } from '../../lib/format-number.ts';
import { Panel } from '../../ui/panel.tsx';
import classes from './compared-metrics.module.css';

type Metric = Comparison['metrics'][number];

const stageKey = /^stage:/;

/** Metric, A, B, difference: the build as a whole, then stage by stage. */
export function ComparedMetrics({ metrics }: { metrics: Comparison['metrics'] }) {
  const stages = metrics.filter(({ key }) => stageKey.test(key));
  const whole = metrics.filter(({ key }) => !stageKey.test(key));
  return (
    <Panel title="Figures" flush>
      <table className={classes.table}>
        <thead>
          <tr>
            <th scope="col">Metric</th>
            <th scope="col" className={classes.figure}>
              A
            </th>
            <th scope="col" className={classes.figure}>
              B
            </th>
            <th scope="col" className={classes.delta}>
              Delta
            </th>
          </tr>
        </thead>
        <Rows metrics={whole} />
        {stages.length > 0 && (
          <>
            <tbody>
              <tr>
                <th scope="colgroup" colSpan={4} className={classes.group}>
                  Stages
                </th>
              </tr>
            </tbody>
            <Rows metrics={stages} />
          </>
        )}
      </table>
    </Panel>
  );
}

function Rows({ metrics }: { metrics: readonly Metric[] }) {
  return (
    <tbody>
      {metrics.map((metric) => (
        <tr key={metric.key}>
          <th scope="row" className={classes.name}>
            {metric.label}
          </th>
          <td className={classes.figure}>{format(metric.a, metric.unit)}</td>
          <td className={classes.figure}>{format(metric.b, metric.unit)}</td>
          <td className={classes.delta}>
            <Delta metric={metric} />
          </td>
        </tr>
      ))}
    </tbody>
  );
}

function format(value: number | null, unit: Metric['unit']): string {
  if (unit === 'ms') return formatDuration(value);
  return unit === 'rate' ? formatRate(value) : formatCount(value);
}

function Delta({ metric: { delta, a, unit, isWorse } }: { metric: Metric }) {
  if (delta === null) return <span className={classes.none}>{unknown}</span>;
  if (delta === 0) return <span className={classes.none}>±0</span>;
  const sign = delta > 0 ? '+' : '−';
  const size = Math.abs(delta);
  const text =
    unit === 'rate' ? formatPoints(delta) : `${sign}${unit === 'ms' ? formatDuration(size) : formatCount(size)}`;
  const share = unit === 'ms' && a !== null && a > 0 ? ` (${sign}${Math.round((size / a) * 100)}\u00a0%)` : '';
  const Arrow = delta > 0 ? IconArrowUpRight : IconArrowDownRight;
  const word = isWorse === null ? undefined : isWorse ? 'worse' : 'better';
  return (
    <span className={classes.change} data-change={word}>
      <Arrow size={14} stroke={1.8} aria-hidden />
      {text}
      {share !== '' && <span className={classes.share}>{share}</span>}
      {word !== undefined && <span className="visually-hidden"> {word}</span>}
    </span>
  );
}
