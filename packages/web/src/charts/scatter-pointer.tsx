import { type KeyboardEvent, type PointerEvent, useRef, useState } from 'react';
import classes from './scatter-chart.module.css';
import type { ScatterPoint } from './scatter-chart.tsx';
import { nearestPoint, type Span } from './scatter-scale.ts';

interface ScatterPointerProps {
  readonly name: string;
  readonly inset: { readonly left: number; readonly top: number; readonly bottom: number };
  readonly points: readonly ScatterPoint[];
  readonly places: readonly { readonly x: number; readonly y: number }[];
  readonly active: number | undefined;
  readonly onActive: (index: number | undefined) => void;
  readonly timeAt: (px: number) => number;
  readonly onSelect: ((span: Span | undefined) => void) | undefined;
  readonly onOpen: (key: string) => void;
}

const reachPx = 28;
const leastDragPx = 6;

function textOf({ title, rows }: ScatterPoint): string {
  return `${title}: ${rows.map(({ label, value }) => `${label} ${value}`).join(', ')}`;
}

/**
 * What a pointer and the keyboard do over a cloud of points: hover or arrow keys name one, a click or Enter opens it,
 * dragging or Shift with arrow keys selects a span of time, Escape lets go.
 */
export function ScatterPointer(props: ScatterPointerProps) {
  const { name, inset, points, active, onActive, onSelect, onOpen } = props;
  const drag = useDrag(props);
  const anchor = useRef<number | undefined>(undefined);
  const move = (event: KeyboardEvent, step: number) => {
    event.preventDefault();
    const from = active ?? points.length - 1;
    const next = Math.min(points.length - 1, Math.max(0, active === undefined ? from : from + step));
    onActive(next);
    if (!event.shiftKey || onSelect === undefined) {
      anchor.current = undefined;
      return;
    }
    anchor.current ??= from;
    const ends = [points[anchor.current]?.atMs ?? 0, points[next]?.atMs ?? 0];
    onSelect({ fromMs: Math.min(...ends), toMs: Math.max(...ends) });
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'ArrowRight') move(event, 1);
    else if (event.key === 'ArrowLeft') move(event, -1);
    else if (event.key === 'Home') move(event, -points.length);
    else if (event.key === 'End') move(event, points.length);
    else if (event.key === 'Escape') {
      anchor.current = undefined;
      onActive(undefined);
      onSelect?.(undefined);
    } else if (event.key === 'Enter' || event.key === ' ') {
      event.preventDefault();
      const point = active === undefined ? undefined : points[active];
      if (point !== undefined) onOpen(point.key);
    }
  };
  const shown = active === undefined ? undefined : points[active];
  const help = `${name}: ${points.length} builds. Arrow keys walk them, Enter opens one${onSelect === undefined ? '' : ', Shift with arrow keys selects a span'}.`;
  return (
    <>
      <button
        type="button"
        className={classes.pointer}
        style={{ left: inset.left, top: inset.top, bottom: inset.bottom }}
        aria-label={help}
        data-over={active !== undefined || undefined}
        onKeyDown={onKeyDown}
        onBlur={() => onActive(undefined)}
        {...drag.listeners}
      >
        {drag.span !== undefined && (
          <span className={classes.drag} style={{ left: drag.span.from, width: drag.span.to - drag.span.from }} />
        )}
      </button>
      <span className="visually-hidden" role="status">
        {shown !== undefined && textOf(shown)}
      </span>
    </>
  );
}

/** Naming, opening and dragging with mouse, pen or finger. */
function useDrag({ points, places, active, onActive, timeAt, onSelect, onOpen }: ScatterPointerProps) {
  const start = useRef<number | undefined>(undefined);
  const [span, setSpan] = useState<{ from: number; to: number } | undefined>(undefined);
  const placeOf = (event: PointerEvent<HTMLElement>) => {
    const box = event.currentTarget.getBoundingClientRect();
    return { x: event.clientX - box.left, y: event.clientY - box.top };
  };
  const listeners = {
    onPointerDown: (event: PointerEvent<HTMLElement>) => {
      if (event.button !== 0) return;
      start.current = placeOf(event).x;
      event.currentTarget.setPointerCapture(event.pointerId);
    },
    onPointerMove: (event: PointerEvent<HTMLElement>) => {
      const place = placeOf(event);
      if (start.current !== undefined && onSelect !== undefined && Math.abs(place.x - start.current) > leastDragPx) {
        setSpan({ from: Math.min(start.current, place.x), to: Math.max(start.current, place.x) });
        onActive(undefined);
        return;
      }
      const nearest = nearestPoint(places, place, reachPx);
      onActive(nearest < 0 ? undefined : nearest);
    },
    onPointerUp: (event: PointerEvent<HTMLElement>) => {
      start.current = undefined;
      if (span !== undefined) {
        setSpan(undefined);
        onSelect?.({ fromMs: timeAt(span.from), toMs: timeAt(span.to) });
        return;
      }
      const nearest = nearestPoint(places, placeOf(event), reachPx);
      const point = points[nearest];
      if (point === undefined) onSelect?.(undefined);
      // A finger cannot hover: its first touch names the point, the second one opens it.
      else if (event.pointerType === 'touch' && active !== nearest) onActive(nearest);
      else onOpen(point.key);
    },
    onPointerLeave: (event: PointerEvent<HTMLElement>) => {
      if (event.pointerType !== 'touch' && start.current === undefined) onActive(undefined);
    },
    onPointerCancel: () => {
      start.current = undefined;
      setSpan(undefined);
    },
  };
  return { span, listeners };
}
