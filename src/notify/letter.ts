import { dayWords } from '../model/day-words.ts';
import type { LocalDate } from '../model/time.ts';
import { html, prose } from '../page/html.ts';
import type { Letter } from './mail.ts';
import type { Message } from './message.ts';

/** The message as a mail: plain text, and the same for programs that show HTML. */
export function letterOf(message: Message, from: string, to: readonly string[]): Letter {
  const { title, id } = message;
  const parts = partsOf(message);
  return { from, to, id, subject: title, text: plain(title, parts), html: page(title, parts) };
}

interface Part {
  readonly heading: string;
  readonly lines: readonly { readonly text: string; readonly below?: string }[];
  /** Lines to type, or an address to follow, as they stand. */
  readonly as?: 'typed' | 'address';
}

function partsOf({ kind, verdict, problems, over, toDos, copied, page: address, commands }: Message): Part[] {
  const parts: Part[] = [
    { heading: kind === 'reminder' ? 'Still so' : 'New', lines: problems.map(problemLine) },
    { heading: 'Over', lines: over.map((text) => ({ text })) },
    { heading: 'Copied since the last such message', lines: copied.map((text) => ({ text })) },
    { heading: 'How the books stand', lines: verdict.map((text) => ({ text })) },
    waiting(toDos),
    {
      heading: toDos.length > 0 ? 'To decide on the page' : 'On the page',
      lines: address === null ? [] : [{ text: address }],
      as: 'address',
    },
    {
      heading: typedHeading(toDos.length > 0, address !== null),
      lines: commands.map((text) => ({ text })),
      as: 'typed',
    },
  ];
  return parts.filter(({ lines }) => lines.length > 0);
}

function typedHeading(isToDecide: boolean, hasPage: boolean): string {
  if (hasPage) return isToDecide ? 'Or by these lines' : 'Or to type';
  return isToDecide ? 'To decide: on the page, under To do, or by these lines' : 'To type';
}

/** Since when is said once, where it is the same of all. What follows by itself is one line, since nobody decides about it. */
function waiting(all: Message['toDos']): Part {
  const lines = all.flatMap(({ text, since, follows }) => (follows ? [] : [{ text, below: sinceWords(since) }]));
  const following = followingLine(all);
  const [first = '', ...others] = new Set(lines.map(({ below }) => below));
  if (others.length > 0 || first === '') return { heading: 'Waits for you', lines: [...lines, ...following] };
  return {
    heading: `Waits for you, ${first.replace(/^S/, 's').replace(/\.$/, '')}`,
    lines: [...lines.map(({ text }) => ({ text })), ...following],
  };
}

function followingLine(toDos: Message['toDos']): Part['lines'] {
  const number = toDos.reduce((sum, { count, follows }) => sum + (follows ? count : 0), 0);
  if (number === 0) return [];
  const words =
    number === 1 ? 'record waits for these, and follows by itself' : 'records wait for these, and follow by themselves';
  return [{ text: `${number} ${words}.` }];
}

function sinceWords(since: string | null): string {
  return since === null ? '' : `Since ${dayWords(since.slice(0, 10) as LocalDate)}.`;
}

function problemLine({ store, text, remedy }: Message['problems'][number]): Part['lines'][number] {
  return { text: `${store === null ? '' : `${store}: `}${text}`, below: remedy };
}

const ending =
  'This message holds no names. You get it since the pipeline file names you in onProblem.email; what was told once is not told at each run.';

function plain(title: string, parts: readonly Part[]): string {
  const text = parts.map(({ heading, lines, as }) =>
    [
      heading.toUpperCase(),
      ...lines.map(({ text: line, below = '' }) =>
        as !== undefined ? `  ${line}` : `- ${line}${below === '' ? '' : `\n  ${below}`}`,
      ),
    ].join('\n'),
  );
  return [title, ...text, `-- \n${ending}`].join('\n\n');
}

/** For programs that know them; the others show what stands with each element, which is light. */
const dark = html`@media (prefers-color-scheme: dark) {
.page { background: #14181f !important; color: #e6eaf0 !important; }
.soft { color: #a3adba !important; }
.to-page { color: #8ab4ff !important; }
.typed { background: #232a35 !important; color: #e6eaf0 !important; }
}`;

/** One column, nothing fetched, nothing that runs; readable at the width of a phone, light and dark. */
function page(title: string, parts: readonly Part[]): string {
  const body = parts.map(
    ({ heading, lines, as }) => html`<h2 style="font-size:15px;margin:20px 0 6px">${heading}</h2>
${lines.map(({ text, below = '' }) =>
  as === 'address'
    ? html`<p style="margin:0 0 8px;overflow-wrap:anywhere"><a class="to-page" href="${text}" style="color:#1f5fbf">${text}</a></p>`
    : as === 'typed'
      ? html`<p style="margin:0 0 8px"><code class="typed" style="display:block;padding:8px;background:#f1f3f6;color:#1b2330;border-radius:6px;overflow-wrap:anywhere">${text}</code></p>`
      : html`<p style="margin:0 0 8px;overflow-wrap:anywhere">${prose(text)}${below === '' ? null : html`<br><span class="soft" style="color:#5b6675">${prose(below)}</span>`}</p>`,
)}`,
  );
  return html`<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1"><meta name="color-scheme" content="light dark"><meta name="supported-color-schemes" content="light dark"><title>${title}</title><style>${dark}</style></head>
<body class="page" style="margin:0;padding:16px;font:16px/1.45 -apple-system,'Segoe UI',Roboto,Arial,sans-serif;color:#1b2330;background:#ffffff">
<div style="max-width:600px;margin:0 auto">
<h1 style="font-size:19px;line-height:1.3;margin:0 0 8px;overflow-wrap:anywhere">${title}</h1>
${body}
<p class="soft" style="margin:24px 0 0;color:#5b6675;font-size:13px">${ending}</p>
</div></body></html>`.toString();
}
