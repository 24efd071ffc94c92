import { type CSSProperties, memo } from 'react';
import { type AnsiStyle, parseAnsi } from '../lib/ansi.ts';
import { formatCount } from '../lib/format-number.ts';
import { isErrorLine } from '../lib/log-lines.ts';
import { cutSpans, type Mark, type MarkedSpan, markSpans } from '../lib/mark-spans.ts';
import classes from './log-line.module.css';

interface LogLineProps {
  /** From 1. */
  readonly number: number;
  readonly text: string;
  /** The style the line begins in. */
  readonly start: AnsiStyle | undefined;
  /** What the search lights up; undefined = nothing. */
  readonly marks: readonly Mark[] | undefined;
  /** Is the address's hash on this line? */
  readonly isLinked: boolean;
  readonly onLink: (number: number) => void;
}

/** A single line can be megabytes long (minified files, base64): no screen shows that, and no browser draws it. */
export const mostCharacters = 10_000;

/** One line of a log: text nodes in the colours of the terminal, its number a link to it. */
export const LogLine = memo(function LogLine({ number, text, start, marks, isLinked, onLink }: LogLineProps) {
  const { spans, leftOut } = cutSpans(parseAnsi(text, start).spans, mostCharacters);
  const plain = spans.map((span) => span.text).join('');
  return (
    <div className={classes.line} data-linked={isLinked || undefined} data-error={isErrorLine(plain) || undefined}>
      <a
        href={`#L${number}`}
        className={classes.number}
        aria-label={`Line ${number}`}
        title="Link to this line"
        tabIndex={-1}
        onClick={(event) => {
          if (event.metaKey || event.ctrlKey || event.shiftKey) return;
          event.preventDefault();
          onLink(number);
        }}
      >
        {number}
      </a>
      <span className={classes.text}>
        {markSpans(spans, marks ?? []).map((span) => (
          <Piece key={span.at} span={span} />
        ))}
        {leftOut > 0 && <span className={classes.more}> … {formatCount(leftOut)} more characters in the download</span>}
      </span>
    </div>
  );
});

function Piece({ span }: { span: MarkedSpan }) {
  const { text, style, mark } = span;
  const isPlain = Object.keys(style).length === 0;
  if (mark !== undefined) {
    return (
      <mark className={classes.mark} data-current={mark === 'current' || undefined}>
        {text}
      </mark>
    );
  }
  return isPlain ? text : <span style={cssOf(style)}>{text}</span>;
}

/** Colours come from the tokens, or are the ones the log itself asks for. */
function cssOf(style: AnsiStyle): CSSProperties {
  const ink = style.color ?? 'var(--bb-log-text)';
  const paper = style.background;
  const lines = [style.isUnderlined && 'underline', style.isStruck && 'line-through'].filter(Boolean).join(' ');
  return {
    color: style.isInverse ? (paper ?? 'var(--bb-log-page)') : style.color,
    background: style.isInverse ? ink : paper,
    ...(style.isBold && { fontWeight: 600 }),
    ...(style.isDim && { opacity: 0.7 }),
    ...(style.isItalic && { fontStyle: 'italic' }),
    ...(lines !== '' && { textDecoration: lines }),
  };
}
