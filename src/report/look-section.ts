import { z } from 'zod';
import type { RunEntry } from '../ledger/run-entry.ts';
import { type Html, html, prose } from '../page/html.ts';

/** Of what `run` printed, only this is needed here; a summary of another version may lack it. */
const summarySchema = z.object({
  worthALook: z.array(z.object({ store: z.string(), code: z.string(), message: z.string(), remedy: z.string() })),
});

/** What the last run that ended has found to look at, with what to do. */
export function lookSection(runs: readonly RunEntry[]): Html {
  const last = runs.find(({ endedAt, summary }) => endedAt !== null && summary !== null);
  const parsed = summarySchema.safeParse(parse(last?.summary ?? ''));
  const looks = parsed.success ? parsed.data.worthALook : [];
  if (last === undefined || looks.length === 0)
    return html`<section id="look"><h2>Worth a look</h2><p>${last === undefined ? 'No run has ended yet.' : 'The last run found nothing.'}</p></section>`;
  return html`<section id="look"><h2>Worth a look</h2>
<p class="soft">Copied rightly by run ${last.id}, as far as anybody can tell, and perhaps wrong where it comes from.</p>
${looks.map(
  ({
    store,
    code,
    message,
    remedy,
  }) => html`<div class="reason"><h3><code>${code}</code><span class="soft">${store}</span></h3>
<p>${prose(message)}</p>
<p class="remedy"><b>What to do:</b> ${prose(remedy)}</p></div>`,
)}</section>`;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
