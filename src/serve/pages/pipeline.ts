import { ConsolidatorError } from '../../model/errors.ts';
import { html } from '../../page/html.ts';
import { readVerdict } from '../../verdict/verdict.ts';
import { verdictLegend, verdictSentences } from '../../verdict/verdict-text.ts';
import { page } from '../frame/page.ts';
import { orTrouble, troubleNotice } from '../frame/trouble.ts';
import type { Visit } from '../frame/visit.ts';

/** One pipeline: the verdict first. */
export async function pipelinePage(visit: Visit): Promise<Response> {
  const { site } = visit;
  const pipeline = visit.pipeline();
  const verdict = await orTrouble(() => pipeline.look((ledger, own) => readVerdict(ledger, own, site.now())));
  const told =
    verdict instanceof ConsolidatorError
      ? troubleNotice(verdict)
      : html`<div class="sum">${verdictSentences(verdict).map((sentence) => html`<p>${sentence}</p>`)}<p class="soft">${verdictLegend}</p></div>`;
  const content = html`<h1>${pipeline.name}</h1>${told}`;
  return page(visit, { title: pipeline.name, crumbs: [['Overview', '/']], content });
}
