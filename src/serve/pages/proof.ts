import type { Pipeline } from '../../config/pipeline.ts';
import type { Ledger } from '../../ledger/ledger.ts';
import { subtract } from '../../model/money.ts';
import { type Html, html } from '../../page/html.ts';
import { countCell, counted, moneyCell, scrolling } from '../../page/words.ts';
import { readLastProofs, readProofState } from '../../proof/proof-state.ts';
import { proofSection } from '../../report/proof-section.ts';
import { type ProofLabel, proofLabels, type StoreProof } from '../../run/proof.ts';
import { labelWords } from '../../trace/verdict.ts';
import { postForm } from '../frame/form.ts';
import { page } from '../frame/page.ts';
import type { Visit } from '../frame/visit.ts';
import { comparisonJob } from '../jobs/comparison-job.ts';
import type { Jobs } from '../jobs/jobs.ts';
import { toJob } from './job.ts';
import { partsOfPipeline } from './parts.ts';
import { type Telling, tellingOf, told } from './words.ts';

/** What the daily comparison of both sides found, and the way to compare them now. */
export async function proofPage(visit: Visit): Promise<Response> {
  const pipeline = visit.pipeline();
  const { own, proofs, results } = await pipeline.look(async (ledger, own) => ({
    own,
    proofs: await readLastProofs(ledger, own),
    results: await resultsOf(ledger, own),
  }));
  const telling = tellingOf(own, pipeline.file);
  const address = `/pipelines/${pipeline.name}`;
  const content = html`<h1>Does it add up?</h1>${partsOfPipeline(visit)}
<p class="soft">Once a day both sides are compared anew, by asking the stores and without the ledger, so that a mistake in it can't hide itself.</p>
${proofSection(proofs, (text) => told(text, telling))}
${results.map((result) => sidesPart(result, telling))}
<section><h2>Compare both sides now</h2>
<p>Reads all of both sides, within the limits of the stores, which takes a while. Each difference is told with what it does to the books; what you have mended is not among them any more. What the daily comparison found stays above until it is made again.</p>
${postForm(visit, `${address}/proof`, html`<button>Compare now</button>`)}</section>`;
  return page(visit, {
    title: `Does it add up? ${pipeline.name}`,
    crumbs: [['Overview', '/'], [pipeline.name, address]], // biome-ignore format: a path
    content,
  });
}

export function compareNow(visit: Visit, jobs: Jobs): Response {
  const pipeline = visit.pipeline();
  const about = {
    ...{ pipeline: pipeline.name, title: 'Both sides as they are now' },
    from: `/pipelines/${pipeline.name}/proof`,
  };
  return toJob(
    visit,
    jobs.begin(about, (work) => comparisonJob(pipeline, visit.site, work)),
  );
}

async function resultsOf(ledger: Ledger, { secondaries }: Pipeline): Promise<StoreProof[]> {
  const states = await Promise.all(secondaries.map(({ name }) => readProofState(ledger, name)));
  return states.flatMap(({ result }) => result ?? []);
}

function sidesPart({ store, secondary, primary, labels, accepted = [] }: StoreProof, telling: Telling): Html {
  const row = (name: string, key: 'orders' | 'payments' | 'returns'): Html =>
    html`<tr><th scope="row">${name}</th>${countCell(secondary[key])}${countCell(primary[key])}${countCell(primary[key] - secondary[key])}</tr>`;
  const explained = proofLabels.flatMap((label) => explainedWords(label, labels[label] ?? 0));
  return html`<section><h2>${store}</h2>${scrolling(
    `Both sides of ${store}`,
    html`<table><thead><tr><th></th><th class="n">in ${store}</th><th class="n">in the primary</th><th class="n">difference</th></tr></thead>
<tbody>${row('orders', 'orders')}<tr><th scope="row">their total</th>${moneyCell(secondary.total)}${moneyCell(primary.total)}${moneyCell(subtract(primary.total, secondary.total))}</tr>${row('payments', 'payments')}${row('returns', 'returns')}</tbody></table>`,
  )}
${explained.length === 0 ? null : html`<p>What differs, and is explained:</p><ul>${explained.map((words) => html`<li>${words}</li>`)}</ul>`}
${accepted.length === 0 ? null : html`<p>What you accepted, and changes what the books come to:</p><ul>${accepted.map(({ message }) => html`<li>${told(message, telling)}</li>`)}</ul>`}</section>`;
}

function explainedWords(label: ProofLabel, number: number): string[] {
  return label === 'unexplained' || number === 0 ? [] : [`${counted(number, 'difference')}: ${labelWords[label]}`];
}
