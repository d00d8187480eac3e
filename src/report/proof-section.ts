import { dayName } from '../page/days.ts';
import { type Html, html, prose } from '../page/html.ts';
import { counted, listing } from '../page/words.ts';
import type { LastProof } from '../proof/proof-state.ts';
import { UNTIL_COMPARED } from '../verdict/until-compared.ts';

const LISTED = 500;

/**
 * What the last daily comparison of both sides found that nothing explains.
 * @param say how a sentence of the program is shown; left out: as it is, for who has a terminal
 */
export function proofSection(proofs: readonly LastProof[], say: (text: string) => Html = prose): Html {
  if (proofs.length === 0) {
    return html`<section id="proof"><h2>Daily proof</h2><p>Both sides were not compared yet. The first whole run after 02:00 of a day does so.</p></section>`;
  }
  return html`<section id="proof"><h2>Daily proof</h2>
${proofs.map(verdictOf)}
${table(proofs, say)}</section>`;
}

function verdictOf({ store, day, from, to, proven, differences }: LastProof): Html {
  const period = `${dayName(from)} to ${dayName(to)}`;
  const verdict =
    differences.length === 0
      ? proven
        ? html`<span class="verdict good">Adds up</span>`
        : html`<span class="verdict warn">Not proven yet: the primary had nothing of these days</span>`
      : html`<span class="verdict bad">${counted(differences.length, 'difference')}</span>`;
  return html`<p>${store}, proof of ${dayName(day)}: ${verdict} <span class="soft">${period}</span></p>`;
}

function table(proofs: readonly LastProof[], say: (text: string) => Html): Html | null {
  const all = proofs.flatMap(({ differences }) => differences);
  if (all.length === 0) return null;
  const rows = all
    .slice(0, LISTED)
    .map(({ store, day, kind, entity, message, remedy, since }) => [
      store,
      day === null ? '' : dayName(day),
      `${kind} ${entity}`,
      html`${say(message)} <span class="soft">${say(remedy)}</span>`,
      dayName(since),
    ]);
  return html`<p class="soft">${UNTIL_COMPARED}</p>${listing('Differences that nothing explains', columns, rows)}${all.length > LISTED ? html`<p class="soft">And ${counted(all.length - LISTED, 'more', 'more')}.</p>` : null}`;
}

const columns = [
  { title: 'store' },
  { title: 'day' },
  { title: 'kind' },
  { title: 'what', kind: 'wide' },
  { title: 'since' },
] as const;
