import { z } from 'zod';
import { instantSchema } from '../model/time.ts';
import { toDoSumSchema } from '../verdict/to-do-sums.ts';

/** A trouble that lasts until a later run is without it; told once, and once more when it is over. */
export interface Condition extends Told {
  /** The same from run to run. */
  readonly key: string;
}

export const toldSchema = z.object({
  kind: z.enum([
    'failed',
    'quarantine-grew',
    'nothing-read',
    'not-backed-up',
    'differences',
    'proof-differs',
    'proof-before',
  ]),
  store: z.string().nullable(),
  /** A code of docs/errors.md. */
  code: z.string().nullable(),
  /** A sentence, without a shopper's data. */
  text: z.string(),
  /** What to do. */
  remedy: z.string(),
});
export type Told = z.infer<typeof toldSchema>;

/** What is posted to `onProblem.webhook` with `format: json`, and what mails are made of. */
export const messageSchema = z.object({
  program: z.literal('neto-consolidator'),
  /** The same for a message that comes again since nobody knows whether it had arrived. */
  id: z.string(),
  pipeline: z.string(),
  at: instantSchema,
  /** null where the run could not begin. */
  run: z.int().nullable(),
  /** `well-again`: nothing of what was told lasts. `reminder`: what was told lasts. `digest`: once a week. */
  kind: z.enum(['problem', 'better', 'well-again', 'reminder', 'digest', 'test']),
  /** The pipeline, and the worst first: `au-stores: 3 orders wait for you (A$ 412.00)` */
  title: z.string(),
  /** How the books stand: what arrived, whether it adds up, what is to be done. Numbers and amounts, no names. */
  verdict: z.array(z.string()),
  /** What is new since the last message; in a reminder all that lasts. */
  problems: z.array(toldSchema),
  /** What was told and is over. */
  over: z.array(z.string()),
  /** All that waits for somebody, in numbers and amounts. */
  toDos: z.array(toDoSumSchema),
  /** What was copied, in sentences; of a digest alone. */
  copied: z.array(z.string()),
  /** Where it is shown and decided; null where the pipeline file names no page. */
  page: z.string().nullable(),
  /** The lines to type. */
  commands: z.array(z.string()),
});
export type Message = z.infer<typeof messageSchema>;

/** The shape that Slack's incoming webhooks take, and those of many others with them. */
export function slackBody(message: Message): Readonly<Record<string, unknown>> {
  const lines = [
    ...(message.verdict.length === 0 ? [] : [message.verdict.join(' ')]),
    ...message.copied.map((sentence) => `• ${sentence}`),
    ...message.problems.map(
      ({ store, text, remedy }) =>
        `• ${store === null ? '' : `${store}: `}${text}${remedy === '' ? '' : ` _${remedy}_`}`,
    ),
    ...message.over.map((sentence) => `• Over: ${sentence}`),
    ...message.toDos.filter(({ follows }) => !follows).map(({ text }) => `• ${text}`),
  ].map(slackText);
  if (message.page !== null) lines.push(`<${slackText(message.page)}|Go to the page>`);
  const title = slackText(message.title);
  return {
    text: [title, ...lines].join('\n'),
    blocks: [
      { type: 'section', text: { type: 'mrkdwn', text: `*${title}*` } },
      // Slack takes fifty of them.
      ...lines.slice(0, 40).map((line) => ({ type: 'section', text: { type: 'mrkdwn', text: line.slice(0, 3_000) } })),
    ],
  };
}

function slackText(text: string): string {
  return text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;');
}
