import { choicesFor } from '../../decisions/choices-for.ts';
import { type Dependant, dependantsOf } from '../../decisions/dependants.ts';
import { leftInBooks } from '../../decisions/left-in-books.ts';
import { decidingWords } from '../../decisions/read-queue.ts';
import { singular } from '../../entities/kinds.ts';
import type { Ledger } from '../../ledger/ledger.ts';
import type { LedgerRecord } from '../../ledger/record.ts';
import { ConsolidatorError } from '../../model/errors.ts';
import { linkRecord } from '../../operations/link/link-record.ts';
import { differencesSeen, type LinkReport } from '../../operations/link/report.ts';
import { type Html, html, prose } from '../../page/html.ts';
import { listing, money } from '../../page/words.ts';
import { Resources } from '../../session/resources.ts';
import { hiddenFormToken } from '../frame/form.ts';
import { onPage } from '../frame/on-page.ts';
import { ASKS, page } from '../frame/page.ts';
import { troublePage } from '../frame/trouble.ts';
import type { Visit } from '../frame/visit.ts';
import { decisionsAt, quarantineAt, recordAt, toDosAt } from './addresses.ts';
import { hiddenSelection } from './choice-forms.ts';
import { hidden } from './fields.ts';
import type { Left, Proposal } from './proposal.ts';
import { recordsOf, seenOfAll } from './selection.ts';
import { proposalOrPage, stalePage } from './stale.ts';

type Records = readonly [LedgerRecord, ...LedgerRecord[]];

/** What is said before a person confirms. */
interface Foretold {
  readonly told: Html;
  readonly left?: Left;
  /** `differencesSeen` of a link. */
  readonly differences?: string | null;
  /** Why it can't be done, where it can't. */
  readonly refused?: string;
}

/** Says what would follow from a decision, and asks for a yes. Nothing is done here. */
export async function lookPage(visit: Visit): Promise<Response> {
  const pipeline = visit.pipeline();
  const proposal = proposalOrPage(visit);
  if (proposal instanceof Response) return proposal;
  return pipeline.look(async (ledger, own) => {
    const [first, ...others] = await recordsOf(ledger, proposal.selection);
    if (first === undefined || seenOfAll([first, ...others]) !== proposal.seen) return stalePage(visit, proposal);
    const records: Records = [first, ...others];
    const foretold = await foretell(visit, { ledger, own, proposal, records });
    return shown(visit, proposal, records, foretold);
  });
}

interface About {
  readonly ledger: Ledger;
  readonly own: Parameters<typeof choicesFor>[1];
  readonly proposal: Proposal;
  readonly records: Records;
}

async function foretell(visit: Visit, about: About): Promise<Foretold> {
  const { ledger, own, proposal, records } = about;
  const [first] = records;
  if (proposal.kind === 'link') return foretellLink(visit, about);
  if (first.state !== 'quarantined')
    return { told: html`<p>The next run reads it from its store again, and copies it where all is right.</p>` };
  const { choices } = await choicesFor(ledger, own, visit.pipeline().file, records);
  const choice = choices.find(
    ({ kind, command }) => kind === proposal.kind && command.includes(' --another') === proposal.another,
  );
  if (choice === undefined)
    return { told: html`<p></p>`, refused: 'This is none of the choices for it. Look at it again, and decide anew.' };
  const effect = html`<p>${prose(onPage(choice.effect))}</p>`;
  if (proposal.kind === 'drop') return { told: html`${effect}${await withIt(ledger, records)}` };
  return proposal.kind === 'accept' ? foretellAccept(visit, about, effect) : { told: effect };
}

const fates: Readonly<Record<Dependant['fate'], string>> = {
  'left-out': 'left out with it from the next run on',
  copied: 'stands in the primary, and stays there',
  held: 'is quarantined for a reason of its own: decide about it too',
};

async function withIt(ledger: Ledger, [first, ...others]: Records): Promise<Html> {
  const dependants = others.length > 0 ? [] : await dependantsOf(ledger, first);
  return html`${
    dependants.length === 0
      ? null
      : html`<ul>${dependants.map(({ entity, sourceId, amount, fate }) => html`<li>${singular(entity)} ${sourceId}${amount === null ? '' : ` (${money(amount)})`}: ${fates[fate]}</li>`)}</ul>`
  }<p>If it changes in its store, it is quarantined again. It can be taken back.</p>`;
}

/** How its copy stands now, where something was to be done there first: both stores are asked. */
async function foretellAccept(
  visit: Visit,
  { ledger, own, records: [record] }: About,
  effect: Html,
): Promise<Foretold> {
  const { home, now } = visit.site;
  const resources = new Resources();
  try {
    const looking = { home, now, signal: visit.signal };
    const { said, seen, notAsked } = await leftInBooks(looking, own, { ledger, resources }, record);
    return {
      left: { said: [...said], seen: [...seen] },
      told: html`${effect}${
        said.length === 0
          ? null
          : html`<div class="notice bad"><p><b>This stays in the books as it is,</b> though it was to be put right in the primary first:</p><ul>${said.map((one) => html`<li>${one}</li>`)}</ul></div>`
      }${notAsked === null ? null : html`<div class="notice"><p>How its copy stands now could not be looked at: ${notAsked}</p></div>`}`,
    };
  } finally {
    await resources.close();
  }
}

async function foretellLink(visit: Visit, { own, proposal, records: [record] }: About): Promise<Foretold> {
  const { home, now } = visit.site;
  try {
    const report = await linkRecord({
      ...{ pipeline: own, home, now, signal: visit.signal, as: proposal.as, dryRun: true },
      choose: async () => record,
    });
    return { told: sideBySide(report), differences: differencesSeen(proposal.id, report.differences) };
  } catch (error) {
    if (!(error instanceof ConsolidatorError)) throw error;
    return { told: html`<p></p>`, refused: error.message };
  }
}

function sideBySide({ store, fields, differences, paired, unpaired }: LinkReport): Html {
  const columns = [
    { title: '' },
    { title: `In ${store}`, kind: 'wide' },
    { title: 'In the primary', kind: 'wide' },
  ] as const;
  const moneyLine = ({ entity, sourceId, amount, method, day }: LinkReport['paired'][number]): Html =>
    html`<li>${singular(entity)}${sourceId === null ? '' : ` ${sourceId}`} of ${money(amount)}${method === '' ? '' : ` by ${method}`}${day === null ? '' : ` on ${day}`}</li>`;
  return html`${listing(
    'Both side by side',
    columns,
    fields.map(({ name, source, primary }) => [name, source, primary]),
  )}${
    differences.length === 0
      ? html`<p>All that must agree does.</p>`
      : html`<div class="notice bad"><p><b>Must agree, and does not:</b></p><ul>${differences.map(({ field, meant, held }) => html`<li>${field}: ${meant} in its store, ${held} in the primary</li>`)}</ul><p>By your yes it counts as right as it is.</p></div>`
  }${paired.length === 0 ? null : html`<p>Stands for one another:</p><ul>${paired.map(moneyLine)}</ul>`}${
    unpaired.length === 0
      ? null
      : html`<p>On one side alone, to be entered or linked one by one:</p><ul>${unpaired.map(moneyLine)}</ul>`
  }<p>It is followed from then on, and never written to.</p>`;
}

/** As many of its records as are named one by one. */
const NAMED = 12;

function shown(visit: Visit, proposal: Proposal, records: Records, foretold: Foretold): Response {
  const { name } = visit.pipeline();
  const { kind, selection, reason } = proposal;
  const title = decidingWords(kind, records, kind === 'link' ? proposal.as : []);
  if (foretold.refused !== undefined)
    return troublePage(visit, 409, {
      title: 'Not possible',
      sentence: foretold.refused,
      next: html`<p><a class="button" href="${backTo(name, proposal)}">Look at it again</a></p>`,
    });
  const { left = { seen: [], said: [] }, differences = null } = foretold;
  const form = html`<form method="post" action="${decisionsAt(name)}">${hiddenFormToken(visit)}${hiddenSelection(selection, records)}${hidden('kind', kind)}${hidden('decision', proposal.id)}${hidden('reason', reason)}${
    proposal.another ? hidden('another', 'yes') : null
  }${hidden('as', proposal.as.join(','))}${hidden('differences', differences ?? '')}${hidden('left', JSON.stringify(left))}<p><button>Yes: ${title}</button></p><p><a href="${backTo(name, proposal)}">No, leave it as it is</a></p></form>`;
  const content = html`<h1>This would follow</h1>
<section><h2>${title.slice(0, 1).toUpperCase()}${title.slice(1)}</h2>${
    records.length === 1
      ? null
      : html`<p>${records
          .slice(0, NAMED)
          .map(({ sourceId }) => sourceId)
          .join(', ')}${records.length > NAMED ? ` and ${records.length - NAMED} more` : ''}</p>`
  }${foretold.told}<p>Your reason: ${reason}</p>${form}</section>`;
  const crumbs = [
    ['Overview', '/'],
    [name, `/pipelines/${name}`],
    ['Quarantine', quarantineAt(name)],
  ] as const;
  return page(visit, { title: 'This would follow', crumbs, content, headers: { [ASKS]: proposal.id } });
}

function backTo(name: string, { selection }: Proposal): string {
  return selection.kind === 'one' ? recordAt(name, selection) : toDosAt(name);
}
