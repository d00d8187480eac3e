import { wholeLines } from '../model/command-lines.ts';
import { Html, html, prose } from '../page/html.ts';
import { counted } from '../page/words.ts';
import type { MonthPack } from './pack.ts';
import { byHandSection, creditSection, differenceSection, orderSection } from './record-sections.ts';
import { monthStyle } from './style.ts';
import { gstSection, paymentSection, salesSection, tieSection } from './sum-sections.ts';
import { basisWords, momentWords, monthSentences, monthTitle, stateWords } from './words.ts';

interface Around {
  /** The pipeline file as it was given. */
  readonly file: string;
  /** Of the primary. */
  readonly timeZone: string;
}

/** By which a page is known as one of this month of this pipeline. */
export function ownMark({ pipeline, month }: Pick<MonthPack, 'pipeline' | 'month'>): string {
  return html`<meta name="neto-consolidator-month" content="${month} ${pipeline}">`.toString();
}

/** One page that needs nothing but itself, made to be printed: no script, no request, every text escaped. */
export function monthPage(pack: MonthPack, { file, timeZone }: Around): string {
  const title = `${monthTitle(pack.month)}, ${pack.pipeline}`;
  const verdict = { closed: 'good', open: 'warn', differs: 'bad' }[pack.state];
  const page = html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="generator" content="neto-consolidator">
${new Html(ownMark(pack))}
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="referrer" content="no-referrer">
<meta name="color-scheme" content="light dark">
<title>${title}</title>
<style>${new Html(monthStyle)}</style>
</head>
<body>
<header><h1>${title}</h1>
<p><span class="verdict ${verdict}">${stateWords(pack)}</span> <span class="soft">Made ${momentWords(pack.at, timeZone)}.</span></p>
<div class="sum">${monthSentences(pack).map((sentence) => html`<p>${prose(sentence)}</p>`)}
<p class="soft">${basisWords(pack)} Both sides were read from the stores themselves.</p></div></header>
<main>
${openSection(pack)}
${salesSection(pack)}
${tieSection(pack)}
${gstSection(pack)}
${paymentSection(pack)}
${creditSection(pack)}
${byHandSection(pack)}
${differenceSection(pack)}
${orderSection(pack)}
</main>
<footer>${pack.notes.map((note) => html`<p>${prose(note)}</p>`)}
<p>Made by neto-consolidator. It shows what shoppers bought: keep it as safe as your books.</p></footer>
</body>
</html>
`;
  return page.toString().replaceAll(/<code>([a-z][^<]*)<\/code>/g, (_, said: string) => {
    const line = wholeLines(`\`${said}\``, html`${file}`.toString());
    return `<code>${line.slice(1, -1)}</code>`;
  });
}

function openSection({ open }: MonthPack): Html {
  if (open.length === 0)
    return html`<section id="open"><h2>What is open</h2><p><span class="verdict good">Nothing</span></p></section>`;
  return html`<section id="open"><h2>What is open: ${counted(open.length, 'thing')}</h2>
${open.map(
  ({ what, details, remedy, choices }) => html`<div class="open"><p><b>${what}</b></p>
${details.slice(0, LISTED).map((detail) => html`<p>${prose(detail)}</p>`)}
${details.length > LISTED ? html`<p class="soft">And ${counted(details.length - LISTED, 'more', 'more')}.</p>` : null}
<p class="remedy">To do: ${prose(remedy)}</p>
${choices.length === 0 ? null : html`<ul>${choices.map((one) => html`<li>${one.words}. ${prose(one.effect)}<br><code>${one.command}</code></li>`)}</ul>`}</div>`,
)}</section>`;
}

const LISTED = 20;
