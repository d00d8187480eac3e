import { randomUUID } from 'node:crypto';
import type { ChoicesFor } from '../../decisions/choices-for.ts';
import type { Choice } from '../../decisions/todo/choices.ts';
import type { LedgerRecord } from '../../ledger/record.ts';
import { awaitedBatch } from '../../model/awaited.ts';
import { idsToLink } from '../../operations/link/enter-as.ts';
import { mappingFor } from '../../operations/map/mappings.ts';
import { type Html, html, type Part, prose } from '../../page/html.ts';
import { postForm } from '../frame/form.ts';
import { onPage } from '../frame/on-page.ts';
import { mayDecide } from '../frame/page.ts';
import type { Visit } from '../frame/visit.ts';
import { candidatesAt, lookAt, mapAt, withQuery } from './addresses.ts';
import { adoptForm } from './adopt-page.ts';
import { exportForm } from './export-page.ts';
import { hidden, reasonField } from './fields.ts';
import { type Selection, seenOfAll, selectionFields } from './selection.ts';

/** What stands in each form about these records: which ones, and how they were seen. */
export function hiddenSelection(selection: Selection, records: readonly LedgerRecord[]): Html {
  const fields = selectionFields(selection).map(([name, value]) => hidden(name, value));
  return html`${fields}${hidden('seen', seenOfAll(records))}`;
}

/**
 * Each choice with what follows from it, as a form of its own where the visitor may decide.
 * @param isFolded the forms open when they are asked for, where many stand on one page
 */
export function choiceForms(visit: Visit, about: ChoicesFor, selection: Selection, isFolded = false): Html {
  const { records } = about.decision;
  const place = selection.kind === 'one' ? selection.sourceId : `${selection.code} ${selection.value}`;
  // Of many it takes a while, and each form bears the same.
  const which = hiddenSelection(selection, records);
  return html`<ul class="choices">${about.choices.map((choice, at) => {
    const form = mayDecide(visit) ? formOf(visit, { choice, about, which, name: `${place} ${at}` }) : null;
    const words = html`<h3>${choice.words}</h3><p>${prose(effectOnPage(choice.effect, isFolded))}</p>`;
    return form === null || !isFolded
      ? html`<li>${words}${form}</li>`
      : html`<li>${words}<details><summary>${FOLDED[choice.kind]}</summary>${form}</details></li>`;
  })}</ul>`;
}

const FOLDED: Readonly<Record<Choice['kind'], string>> = {
  map: 'Say what it is',
  adopt: 'Take it over',
  confirm: 'Say that they are imported',
  link: 'Link it',
  accept: 'Accept it',
  retry: 'Try again',
  drop: 'Leave out',
};

/** What is entered by hand stands on the page of the record, and is asked of no command. */
function effectOnPage(effect: string, isFolded: boolean): string {
  const where = isFolded ? 'on its own page' : 'below';
  return onPage(effect.replace(/What to enter: `[^`]*`/, `What to enter stands ${where}.`));
}

interface Form {
  readonly choice: Choice;
  readonly about: ChoicesFor;
  /** The fields that say which records, and how they were seen. */
  readonly which: Html;
  /** Tells its fields from those of other forms of the page. */
  readonly name: string;
}

function formOf(visit: Visit, { choice, about, which, name }: Form): Html | null {
  const pipeline = visit.pipeline().name;
  const send = (fields: Part): Html =>
    postForm(
      visit,
      lookAt(pipeline),
      html`${which}${hidden('kind', choice.kind)}${hidden('decision', randomUUID())}${fields}`,
    );
  switch (choice.kind) {
    case 'map': {
      const { store, code, value } = about.decision;
      const address = withQuery(mapAt(pipeline), { store, what: mappingFor(code) ?? '', name: value });
      return html`<p><a class="button" href="${address}">Choose what it is</a></p>`;
    }
    case 'adopt':
      return adoptForm(visit, [about.decision.store]);
    case 'confirm': {
      const batch = awaitedBatch(about.decision.records[0].seen);
      return batch === undefined ? null : exportForm(visit, batch);
    }
    case 'link':
      return html`${postForm(visit, candidatesAt(pipeline), html`${which}<p></p><button>Show what it may be in the primary</button>`)}
${send(html`${linkField(about, name)}${reasonField(name)}<p></p><button>Compare the two</button>`)}`;
    case 'retry': {
      const another = choice.command.includes(' --another');
      return send(
        html`${another ? hidden('another', 'yes') : null}${reasonField(name)}<p></p><button>See what follows</button>`,
      );
    }
    case 'accept':
    case 'drop':
      return send(html`${reasonField(name)}<p></p><button>See what follows</button>`);
  }
}

function linkField({ enterAs, decision }: ChoicesFor, name: string): Html {
  const id = `as ${name}`.replaceAll(/\W/g, '-');
  const [record] = decision.records;
  const [known = ''] = idsToLink(enterAs, record);
  const label = record.entity === 'orders' ? 'Its number in the primary' : "The primary's own ids, with commas";
  return html`<label for="${id}">${label}</label>
<input id="${id}" name="as" value="${known}" required maxlength="200" autocomplete="off">`;
}
