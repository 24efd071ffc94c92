import { type ReactNode, useState } from 'react';
import { formatCount } from '../lib/format-number.ts';
import { Hint } from './hint.tsx';
import { Panel } from './panel.tsx';
import classes from './ranking.module.css';

/** One thing of a ranking. */
export interface RankingRow {
  readonly key: string;
  /** Its name, inside of the link that the whole row is where it leads somewhere. */
  readonly name: (className: string | undefined) => ReactNode;
  /** 0 to 1, drawn as a bar. */
  readonly share: number;
  /** As many as the ranking names; the last ones give way on narrow screens. */
  readonly figures: readonly ReactNode[];
  readonly isChosen?: boolean;
}

interface RankingProps {
  readonly title: string;
  readonly note?: ReactNode;
  /** What the rows are: `Branch`. */
  readonly of: string;
  /** `rate` = what is missing to the whole is red; `amount` = a bar of the one chart colour. */
  readonly kind: 'rate' | 'amount';
  readonly figures: readonly { readonly label: string; readonly definition?: string }[];
  readonly rows: readonly RankingRow[];
  readonly empty: ReactNode;
}

const shownAtFirst = 6;

/** Things in order of a figure, each with a bar and a few figures; the first six until all are asked for. */
export function Ranking({ title, note, of, kind, figures, rows, empty }: RankingProps) {
  const [isWhole, setWhole] = useState(false);
  const shown = isWhole ? rows : rows.slice(0, shownAtFirst);
  return (
    <Panel
      title={title}
      note={note}
      action={
        rows.length > shownAtFirst && (
          <button type="button" className={classes.more} onClick={() => setWhole(!isWhole)}>
            {isWhole ? 'Show fewer' : `Show all ${formatCount(rows.length)}`}
          </button>
        )
      }
      flush
    >
      {rows.length === 0 ? (
        empty
      ) : (
        <>
          <div className={classes.head}>
            <span className={classes.name}>{of}</span>
            <span className={classes.track} data-empty aria-hidden="true" />
            {figures.map(({ label, definition }) => (
              <span key={label} className={classes.figure}>
                {definition === undefined ? label : <Hint text={definition}>{label}</Hint>}
              </span>
            ))}
          </div>
          <ul className={isWhole ? classes.whole : undefined}>
            {shown.map((row) => (
              <Row key={row.key} row={row} kind={kind} labels={figures.map(({ label }) => label)} />
            ))}
          </ul>
        </>
      )}
    </Panel>
  );
}

function Row({ row, kind, labels }: { row: RankingRow; kind: RankingProps['kind']; labels: readonly string[] }) {
  return (
    <li className={classes.row} data-chosen={row.isChosen || undefined}>
      <span className={classes.name}>{row.name(classes.link)}</span>
      <span className={classes.track} data-kind={kind} aria-hidden="true">
        <span className={classes.fill} style={{ width: `${Math.min(1, Math.max(0, row.share)) * 100}%` }} />
      </span>
      {labels.map((label, index) => (
        <span key={label} className={classes.figure}>
          <span className="visually-hidden">{label}: </span>
          {row.figures[index]}
        </span>
      ))}
    </li>
  );
}
