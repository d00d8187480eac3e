import { type Html, html } from '../../page/html.ts';
import type { Visit } from '../frame/visit.ts';

/** The pages of one pipeline, in the order in which a bookkeeper needs them. Each is a line here, a file, and a route. */
const parts: readonly (readonly [path: string, name: string])[] = [
  ['', 'Verdict'],
  ['/to-dos', 'To do'],
  ['/quarantine', 'Quarantine'],
  ['/decided', 'Decided'],
  ['/proof', 'Does it add up?'],
  ['/charts', 'Charts'],
  ['/trace', 'One order'],
  ['/month', 'Month'],
  ['/runs', 'Runs'],
];

const IN_FLEET = ['/fleet', 'In the fleet'] as const;

/** What the page of this address is called. */
export function partName(address: string): string {
  if (address.endsWith('/adopt')) return 'Copies that stand there already';
  return parts.find(([path]) => path !== '' && address.endsWith(path))?.[1] ?? 'Verdict';
}

/** Leads from one page of a pipeline to the others. */
export function partsOfPipeline(visit: Visit): Html {
  const { name } = visit.pipeline();
  const shown = visit.site.fleet === undefined ? parts : [...parts, IN_FLEET];
  const links = shown.map(([path, title]) => {
    const address = `/pipelines/${name}${path}`;
    return html`<a href="${address}"${visit.path === address ? html` aria-current="page"` : null}>${title}</a> `;
  });
  return html`<nav class="parts" aria-label="Pages of ${name}">${links}</nav>`;
}
