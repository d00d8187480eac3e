import { errorCodes } from '../../model/error-codes.ts';
import type { ConsolidatorError } from '../../model/errors.ts';
import { type Html, html, prose } from '../../page/html.ts';
import { onPage } from './on-page.ts';
import { type PageContent, page } from './page.ts';
import type { Visit } from './visit.ts';

/** A page that says what is wrong and what to do; never where in the program. */
export function troublePage(
  visit: Visit,
  status: number,
  { title, sentence, next }: { readonly title: string; readonly sentence: string; readonly next?: Html },
  headers: PageContent['headers'] = {},
): Response {
  const toGo = next ?? html`<p><a href="/">Go to the overview</a></p>`;
  const content = html`<section><h1>${title}</h1><p>${prose(onPage(sentence))}</p>${toGo}</section>`;
  return page(visit, { title, status, content, headers });
}

/** What stands where something could not be read: a ledger that is missing, newer or locked, a pipeline file with a slip. */
export function troubleNotice(error: ConsolidatorError): Html {
  // That nothing was run yet is no fault of anything.
  const look = error.code === 'ledger-missing' ? 'notice' : 'notice bad';
  const [first = '', ...more] = error.message.split('\n');
  const remedy = error.remedy ?? errorCodes[error.code].remedy;
  return html`<div class="${look}"><p>${prose(onPage(first))}</p>${more.map((line) => html`<p>${prose(onPage(line))}</p>`)}<p><b>What to do:</b> ${prose(onPage(remedy))}</p></div>`;
}
