import { type QueueTold, readQueue } from '../../decisions/read-queue.ts';
import { type Html, html, prose } from '../../page/html.ts';
import { postForm } from '../frame/form.ts';
import { onPage } from '../frame/on-page.ts';
import { mayDecide } from '../frame/page.ts';
import type { Visit } from '../frame/visit.ts';
import { decisionAt, seenAt } from './addresses.ts';

/** What waits to be taken, and what could not be: at the top of each page where somebody decides. */
export async function queueNotice(visit: Visit): Promise<Html> {
  return queueNoticeOf(visit, await readQueue(await visit.pipeline().read()));
}

export function queueNoticeOf(visit: Visit, { queued, refused }: QueueTold): Html {
  const { name } = visit.pipeline();
  return html`${
    refused.length === 0
      ? null
      : html`<div class="notice bad" role="alert"><p><b>Decided, and not done:</b></p><ul>${refused.flatMap(
          ({ by, messages }) => messages.map((message) => html`<li>${prose(onPage(message))} (${by})</li>`),
        )}</ul>${mayDecide(visit) ? postForm(visit, seenAt(name), html`<button>Seen: tell it no more</button>`) : null}</div>`
  }${
    queued.length === 0
      ? null
      : html`<div class="notice"><p><b>Decided, and queued</b> until the run that goes on comes to it, or the next one:</p><ul>${queued.map(
          ({ id, words, by }) => html`<li><a href="${decisionAt(name, id)}">${words}</a> (${by})</li>`,
        )}</ul></div>`
  }`;
}
