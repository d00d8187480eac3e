import { html } from '../../page/html.ts';
import { page } from '../frame/page.ts';
import type { Visit } from '../frame/visit.ts';

/** All pipelines that the visitor may see. */
export function overview(visit: Visit): Response {
  const content = html`<h1>Overview</h1>
<ul class="cards">${visit.pipelines.map(({ name }) => html`<li><h2><a href="/pipelines/${name}">${name}</a></h2></li>`)}</ul>`;
  return page(visit, { title: 'Overview', content });
}
