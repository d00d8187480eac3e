interface Panel {
  readonly title: string;
  readonly bars: readonly { readonly name: string; readonly value: number }[];
}

const WIDTH = 640;
const BAR = { left: 200, longest: 360, height: 16, step: 24 };
const HEAD = 30;

/**
 * Horizontal bars, one panel below the other, each with its own scale from 0. The last bar of each stands out. It brings its own ground, so that it can be read
 * on light and on dark pages.
 */
export function barPlot(panels: readonly Panel[]): string {
  let top = 10;
  const drawn = panels.map((panel) => {
    const text = panelAt(top, panel);
    top += HEAD + panel.bars.length * BAR.step + 12;
    return text;
  });
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${WIDTH}" height="${top}" viewBox="0 0 ${WIDTH} ${top}" role="img">
  <title>${panels.map(({ title, bars }) => `${title}: ${bars.map(({ name, value }) => `${name} ${told(value)}`).join(', ')}`).join('. ')}</title>
  <style>
    text { font: 13px system-ui, sans-serif; fill: #1f2328; }
    .title { font-weight: 600; }
    .ground { fill: #ffffff; }
    .bar { fill: #8c959f; }
    .last { fill: #0969da; }
    @media (prefers-color-scheme: dark) {
      text { fill: #e6edf3; }
      .ground { fill: #0d1117; }
      .bar { fill: #6e7681; }
      .last { fill: #4493f8; }
    }
  </style>
  <rect class="ground" width="${WIDTH}" height="${top}" rx="6"/>
${drawn.join('\n')}
</svg>
`;
}

function panelAt(top: number, { title, bars }: Panel): string {
  const most = Math.max(...bars.map(({ value }) => value)) || 1;
  const rows = bars.map(({ name, value }, index) => {
    const y = top + HEAD + index * BAR.step;
    const length = Math.round((value / most) * BAR.longest);
    const kind = index === bars.length - 1 ? 'last' : 'bar';
    return `  <text x="${BAR.left - 10}" y="${y + 13}" text-anchor="end">${name}</text>
  <rect class="${kind}" x="${BAR.left}" y="${y}" width="${Math.max(1, length)}" height="${BAR.height}" rx="2"/>
  <text x="${BAR.left + Math.max(1, length) + 8}" y="${y + 13}">${told(value)}</text>`;
  });
  return [`  <text class="title" x="16" y="${top + 18}">${title}</text>`, ...rows].join('\n');
}

function told(value: number): string {
  return Number.isInteger(value) ? String(value) : value.toFixed(2);
}
