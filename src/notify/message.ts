import { z } from 'zod';
import { instantSchema } from '../model/time.ts';

/** A trouble that lasts until a later run is without it; told once, and once more when it is over. */
export interface Condition extends Told {
  /** The same from run to run. */
  readonly key: string;
}

const toldSchema = z.object({
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

/** What is posted to `onProblem.webhook` with `format: json`. */
export const messageSchema = z.object({
  program: z.literal('neto-consolidator'),
  pipeline: z.string(),
  at: instantSchema,
  /** null where the run could not begin. */
  run: z.int().nullable(),
  /** `well-again`: nothing of what was told lasts. */
  kind: z.enum(['problem', 'better', 'well-again']),
  title: z.string(),
  /** How the books stand: what arrived, whether it adds up, what is to be done. Numbers and amounts, no names. */
  verdict: z.array(z.string()),
  /** What is new since the last message. */
  problems: z.array(toldSchema),
  /** What was told and is over. */
  over: z.array(z.string()),
});
export type Message = z.infer<typeof messageSchema>;

export function titleOf(kind: Message['kind'], pipeline: string, problems: number): string {
  if (kind === 'well-again') return `${pipeline} is well again`;
  if (kind === 'better') return `${pipeline}: better, but not all is well`;
  return `${pipeline}: ${problems === 1 ? 'a problem' : `${problems} problems`}`;
}

/** The shape that Slack's incoming webhooks take, and those of many others with them. */
export function slackBody(message: Message): Readonly<Record<string, unknown>> {
  const lines = [
    ...(message.verdict.length === 0 ? [] : [message.verdict.join(' ')]),
    ...message.problems.map(({ store, text, remedy }) => `• ${store === null ? '' : `${store}: `}${text} _${remedy}_`),
    ...message.over.map((sentence) => `• Over: ${sentence}`),
  ].map(slackText);
  const title = slackText(message.title);
  return {
    text: [title, ...lines].join('\n'),
    blocks: [
      { type: 'section', text: { type: 'mrkdwn', text: `*${title}*` } },
      ...lines.map((line) => ({ type: 'section', text: { type: 'mrkdwn', text: line.slice(0, 3_000) } })),
    ],
  };
}

function slackText(text: string): string {
  return text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;');
}
