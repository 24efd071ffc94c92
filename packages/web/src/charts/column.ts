import type { Tone } from '../lib/result.ts';
import type { Filters } from '../lib/url-state.ts';

/** Shades of the one chart colour and of grey, for parts of a whole that are no states; the last is for all the rest. */
export const shades = ['shade-1', 'shade-2', 'shade-3', 'shade-4', 'shade-5', 'shade-6', 'shade-7'] as const;
export type Shade = (typeof shades)[number];

/** How a swatch is coloured: a state, the main line of a chart, its second one, or a shade. */
export type SeriesTone = Tone | 'line' | 'second' | Shade;

/** Where a column leads: builds narrowed by filters, one build, or the page itself, narrower or with something opened. */
export type ColumnTarget =
  | { readonly to: '/builds'; readonly search: Filters }
  | { readonly to: '/builds/$id'; readonly params: { readonly id: string } }
  | { readonly to: '/tests/$id'; readonly params: { readonly id: string }; readonly search: Filters }
  | { readonly to: '/flaky' | '/queue'; readonly search: object; readonly resetScroll: false };

/** One place of the x axis: what is said about it and where it leads. */
export interface Column {
  readonly key: string;
  readonly title: string;
  readonly rows: readonly { readonly label: string; readonly value: string; readonly tone?: SeriesTone }[];
  readonly target: ColumnTarget;
}

/** One plot of a chart. */
export interface Lane {
  /** Where 0 is. */
  readonly floor: number;
  /** Where a value is; what is above the axis stays at its top. */
  y(value: number): number;
}

/** The drawing area in pixels, its origin at the top left. */
export interface Plot {
  readonly width: number;
  readonly height: number;
  /** Width of one column. */
  readonly band: number;
  /** The middle of a column. */
  x(index: number): number;
  /** Plots above each other over the same places, one for each axis; one that fills the area when there is no axis. */
  readonly lanes: readonly [Lane, ...Lane[]];
  /** The column under the pointer or the focus. */
  readonly active: number | undefined;
}
