import { html } from '../../page/html.ts';
import { page } from '../frame/page.ts';
import type { Visit } from '../frame/visit.ts';
import { partsOfPipeline } from './parts.ts';
import { runList } from './runs-part.ts';
import { startRunForm } from './start-run-form.ts';
import { clockWords, tellingOf } from './words.ts';

/** On one page. */
const SHOWN = 50;

/** The runs of a pipeline, latest first. */
export async function runsPage(visit: Visit): Promise<Response> {
  const pipeline = visit.pipeline();
  const before = /^\d{1,12}$/.test(visit.query('before')) ? Number(visit.query('before')) : undefined;
  const { runs, own } = await pipeline.look(async (ledger, own) => ({
    own,
    runs: await ledger.runs(SHOWN + 1, before),
  }));
  const shown = runs.slice(0, SHOWN);
  const telling = tellingOf(own, pipeline.file);
  const address = `/pipelines/${pipeline.name}`;
  const more =
    runs.length > SHOWN ? html`<p><a href="${address}/runs?before=${shown.at(-1)?.id}">Earlier ones</a></p>` : null;
  const content = html`<h1>Runs</h1>${partsOfPipeline(visit)}
<section><p class="soft">The latest first. ${clockWords(telling)}</p>
${before === undefined ? startRunForm(visit) : null}
${runList(pipeline.name, shown, telling)}${more}</section>
${before === undefined ? html`<p class="soft">Copies that another program made before: <a href="${address}/adopt">take them over</a>.</p>` : null}`;
  return page(visit, {
    title: `Runs of ${pipeline.name}`,
    crumbs: [['Overview', '/'], [pipeline.name, address]], // biome-ignore format: a path
    content,
  });
}
