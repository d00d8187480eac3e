import { type Html, html } from '../page/html.ts';
import { ticksUpTo } from './scale.ts';

export interface Bar {
  /** Said of the bar when it is pointed at, and read out. */
  readonly title: string;
  /** From the axis upwards; `series` names the colour. */
  readonly parts: readonly { readonly series: string; readonly value: number }[];
}

interface BarPlot {
  readonly label: string;
  readonly bars: readonly Bar[];
  /** Below some of the bars, by their place. */
  readonly marks: readonly { readonly place: number; readonly text: string }[];
  /** The same for plots that are to be compared. */
  readonly maximum: number;
  /** A line across, such as a limit. */
  readonly limit?: { readonly value: number; readonly text: string } | undefined;
}

/** One for wide screens and paper, one for phones: scaled down, the letters of the first could not be read. */
const sizes = [
  { name: 'broad', width: 720, height: 200, left: 56, marks: 1 },
  { name: 'narrow', width: 330, height: 180, left: 44, marks: 2 },
] as const;
type Size = (typeof sizes)[number];

const RIGHT = 8;
const TOP = 14;
const BOTTOM = 26;

/** Upright bars, stacked. Plotting takes plain numbers: nothing is added up here. */
export function barPlot(plot: BarPlot): Html {
  return html`${sizes.map((size) => draw(plot, size))}`;
}

function draw(
  { label, bars, marks, maximum, limit }: BarPlot,
  { name, width, height, left, marks: every }: Size,
): Html {
  const ticks = ticksUpTo(Math.max(maximum, limit?.value ?? 0));
  const top = ticks.at(-1) ?? 1;
  const y = (value: number): number => TOP + (height - TOP - BOTTOM) * (1 - value / top);
  const slot = (width - left - RIGHT) / Math.max(1, bars.length);
  const bar = Math.min(48, Math.max(1, slot * (slot > 6 ? 0.72 : 0.86)));
  const middle = (place: number): number => left + slot * (place + 0.5);
  const shown = marks.length <= 4 ? marks : marks.filter((_, place) => place % every === 0);
  const across = (value: number, series: string): Html =>
    html`<line class="${series}" x1="${left}" x2="${width - RIGHT}" y1="${round(y(value))}" y2="${round(y(value))}"/>`;
  return html`<svg class="plot ${name}" viewBox="0 0 ${width} ${height}" role="img" aria-label="${label}">
${ticks.map(
  (tick) => html`${across(tick, 'grid')}
<text class="axis" x="${left - 8}" y="${round(y(tick) + 4)}" text-anchor="end">${short(tick)}</text>`,
)}
${bars.map((one, place) => stack(one, middle(place) - bar / 2, bar, y))}
${shown.map(({ place, text }) => html`<text class="axis" x="${round(middle(place))}" y="${height - 6}" text-anchor="middle">${text}</text>`)}
${
  limit === undefined
    ? null
    : html`${across(limit.value, 'limit')}<text class="axis" x="${width - RIGHT}" y="${round(y(limit.value) - 4)}" text-anchor="end">${limit.text}</text>`
}
</svg>`;
}

function stack({ title, parts }: Bar, x: number, width: number, y: (value: number) => number): Html | null {
  let base = 0;
  const shown = parts.filter(({ value }) => value > 0);
  if (shown.length === 0) return null;
  return html`<g><title>${title}</title>${shown.map(({ series, value }) => {
    const [from, to] = [y(base), y(base + value)];
    base += value;
    return html`<rect class="${series}" x="${round(x)}" y="${round(to)}" width="${round(width)}" height="${round(from - to)}"/>`;
  })}</g>`;
}

/** At most so many marks, evenly spread, none at the very edge of another. */
export function spread(count: number, most: number): number[] {
  const step = Math.max(1, Math.ceil(count / most));
  return Array.from({ length: Math.ceil(count / step) }, (_, index) => index * step);
}

/** `12500` → `12.5k` */
function short(value: number): string {
  if (value >= 1_000_000) return `${trim(value / 1_000_000)}M`;
  return value >= 10_000 ? `${trim(value / 1000)}k` : trim(value);
}

function trim(value: number): string {
  return String(Math.round(value * 10) / 10);
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
