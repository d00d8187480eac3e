import { momentWords } from '../../model/time-words.ts';
import { html } from '../../page/html.ts';
import { decisionSection, readDecisions } from '../../report/decision-section.ts';
import { page } from '../frame/page.ts';
import type { Visit } from '../frame/visit.ts';
import { partsOfPipeline } from './parts.ts';
import { clockWords, tellingOf } from './words.ts';

/** What people have decided: who, when, why, and what was before and after. */
export async function decidedPage(visit: Visit): Promise<Response> {
  const pipeline = visit.pipeline();
  const { decisions, own } = await pipeline.look(async (ledger, own) => ({
    own,
    decisions: await readDecisions(ledger),
  }));
  const address = `/pipelines/${pipeline.name}`;
  const content = html`<h1>Decided</h1>${partsOfPipeline(visit)}
<p class="soft">By whomever, here or by a command. ${clockWords(tellingOf(own, pipeline.file))}</p>
${decisionSection(decisions, {
  show: (at) => momentWords(at, own.primary.timezone),
  addressOf: ({ store, entity, sourceId }) =>
    `${address}/record?${new URLSearchParams({ store, entity, id: sourceId }).toString()}`,
})}`;
  return page(visit, {
    title: `Decided for ${pipeline.name}`,
    crumbs: [['Overview', '/'], [pipeline.name, address]], // biome-ignore format: a path
    content,
  });
}
