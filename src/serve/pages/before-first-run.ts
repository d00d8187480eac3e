import { type Html, html } from '../../page/html.ts';

/** What somebody should know before the first run of a pipeline: what it does, and what is better done before. */
export function beforeFirstRun(name: string): Html {
  return html`<p>The first run reads the stores, and copies into the primary what was placed since the day that the pipeline file names. Where that is many orders, it asks you first.</p>
<p>Has another program, or Neto's own export and import, copied orders before? <a href="/pipelines/${name}/adopt">Take over what stands there already</a> first.</p>`;
}
