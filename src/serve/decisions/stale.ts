import { ConsolidatorError } from '../../model/errors.ts';
import { html } from '../../page/html.ts';
import { troublePage } from '../frame/trouble.ts';
import type { Visit } from '../frame/visit.ts';
import { quarantineAt, recordAt } from './addresses.ts';
import { type Proposal, proposalOf, wordOf } from './proposal.ts';

/** What the form was about is not as it was shown any more: nothing is done. */
export function stalePage(visit: Visit, { selection }: Pick<Proposal, 'selection'>): Response {
  const { name } = visit.pipeline();
  const address = selection.kind === 'one' ? recordAt(name, selection) : quarantineAt(name);
  return troublePage(visit, 409, {
    title: 'Not as you saw it any more',
    sentence:
      'It has changed since this form was shown: a run has judged it anew, or somebody else has decided. Nothing was done. Look at it again, and decide anew.',
    next: html`<p><a class="button" href="${address}">Look at it again</a></p>`,
  });
}

/** What a form proposes, or the page that says why it is not enough to decide by. */
export function proposalOrPage(visit: Visit): Proposal | Response {
  return orPage(visit, () => proposalOf(visit));
}

/** The same of what each form has. */
export function wordOrPage(visit: Visit): Pick<Proposal, 'id' | 'reason'> | Response {
  return orPage(visit, () => wordOf(visit));
}

function orPage<Read>(visit: Visit, read: () => Read): Read | Response {
  try {
    return read();
  } catch (error) {
    if (error instanceof ConsolidatorError && error.code === 'usage') return incompletePage(visit, error.message);
    throw error;
  }
}

/** What was sent is not enough to decide by. */
export function incompletePage(visit: Visit, sentence: string): Response {
  return troublePage(visit, 400, {
    title: 'Not decided yet',
    sentence,
    next: html`<p>Go back, and complete the form.</p>`,
  });
}
