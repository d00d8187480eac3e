export interface Line {
  readonly name: string;
  /** x and y, both above 0. */
  readonly points: readonly (readonly [number, number])[];
}

const FRAME = { width: 640, height: 360, left: 60, right: 110, top: 40, bottom: 48 };
const COLOURS = ['#0969da', '#cf222e', '#1a7f37', '#9a6700', '#8250df'];
const DARK = ['#4493f8', '#f85149', '#3fb950', '#d29922', '#ab7df8'];

/** Lines over two logarithmic axes. It brings its own ground, so that it can be read on light and on dark pages. */
export function linePlot(title: string, xName: string, lines: readonly Line[]): string {
  const all = lines.flatMap(({ points }) => points);
  const xs = decades(all.map(([x]) => x));
  const ys = decades(all.map(([, y]) => y));
  const { width, height, left, right, top, bottom } = FRAME;
  const across = (x: number): number => left + share(x, xs) * (width - left - right);
  const down = (y: number): number => height - bottom - share(y, ys) * (height - top - bottom);
  const grid = [
    ...xs.map(
      (x) => `  <line class="grid" x1="${at(across(x))}" x2="${at(across(x))}" y1="${top}" y2="${height - bottom}"/>
  <text x="${at(across(x))}" y="${height - bottom + 18}" text-anchor="middle">${x.toLocaleString('en')}</text>`,
    ),
    ...ys.map(
      (y) => `  <line class="grid" x1="${left}" x2="${width - right}" y1="${at(down(y))}" y2="${at(down(y))}"/>
  <text x="${left - 8}" y="${at(down(y) + 4)}" text-anchor="end">${y.toLocaleString('en')}</text>`,
    ),
  ];
  const names = apart(lines.map(({ points }) => down(points.at(-1)?.[1] ?? 1)));
  const drawn = lines.map(({ name, points }, index) => {
    const path = points.map(([x, y]) => `${at(across(x))},${at(down(y))}`).join(' ');
    const dots = points.map(
      ([x, y]) => `  <circle class="dot${index}" cx="${at(across(x))}" cy="${at(down(y))}" r="3"/>`,
    );
    return `  <polyline class="line${index}" points="${path}"/>
${dots.join('\n')}
  <text class="name${index}" x="${width - right + 10}" y="${at((names[index] ?? 0) + 4)}">${name}</text>`;
  });
  const told = lines.map(({ name, points }) => `${name} ${points.map(([x, y]) => `${y} at ${x}`).join(', ')}`);
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" role="img">
  <title>${title}: ${told.join('; ')}</title>
  <style>
    text { font: 13px system-ui, sans-serif; fill: #1f2328; }
    .title { font-weight: 600; }
    .ground { fill: #ffffff; }
    .grid { stroke: #d1d9e0; stroke-width: 1; }
    polyline { fill: none; stroke-width: 2; }
${rules(COLOURS)}
    @media (prefers-color-scheme: dark) {
      text { fill: #e6edf3; }
      .ground { fill: #0d1117; }
      .grid { stroke: #30363d; }
${rules(DARK)}
    }
  </style>
  <rect class="ground" width="${width}" height="${height}" rx="6"/>
  <text class="title" x="16" y="24">${title}</text>
${grid.join('\n')}
${drawn.join('\n')}
  <text x="${at((left + width - right) / 2)}" y="${height - 10}" text-anchor="middle">${xName}</text>
</svg>
`;
}

function rules(colours: readonly string[]): string {
  return colours
    .map((colour, index) => `    .line${index} { stroke: ${colour}; } .dot${index}, .name${index} { fill: ${colour}; }`)
    .join('\n');
}

/** The powers of ten that hold all of these. */
function decades(values: readonly number[]): number[] {
  const [first, last] = [Math.floor(Math.log10(Math.min(...values))), Math.ceil(Math.log10(Math.max(...values)))];
  return Array.from({ length: Math.max(1, last - first) + 1 }, (_, index) =>
    Number((10 ** (first + index)).toPrecision(1)),
  );
}

function share(value: number, axis: readonly number[]): number {
  const [first, last] = [axis[0] ?? 1, axis.at(-1) ?? 10].map(Math.log10);
  return (Math.log10(value) - (first ?? 0)) / ((last ?? 1) - (first ?? 0));
}

/** Names of lines that end close together stand below one another. */
function apart(places: readonly number[]): number[] {
  const LEAST = 16;
  const moved = [...places];
  const order = places.map((_, index) => index).sort((a, b) => (places[a] ?? 0) - (places[b] ?? 0));
  for (const [rank, index] of order.entries()) {
    const above = rank === 0 ? undefined : moved[order[rank - 1] ?? 0];
    if (above !== undefined) moved[index] = Math.max(moved[index] ?? 0, above + LEAST);
  }
  return moved;
}

const at = (place: number): string => place.toFixed(1);
