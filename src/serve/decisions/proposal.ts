import { z } from 'zod';
import { seenDifferenceSchema } from '../../model/accepted.ts';
import { ConsolidatorError } from '../../model/errors.ts';
import type { Visit } from '../frame/visit.ts';
import { REASON_MAXIMUM } from './fields.ts';
import { type Selection, selectionOf } from './selection.ts';

const kinds = ['retry', 'accept', 'drop', 'link'] as const;

/** What stays in the books with an acceptance, as it was shown. */
export const leftSchema = z.strictObject({ seen: z.array(seenDifferenceSchema), said: z.array(z.string()) });
export type Left = z.infer<typeof leftSchema>;

/** A decision as a form proposes it. */
export interface Proposal {
  readonly kind: (typeof kinds)[number];
  /** A UUID, made with the form: what is sent twice is one decision. */
  readonly id: string;
  readonly reason: string;
  readonly selection: Selection;
  /** What the person saw of all its records. */
  readonly seen: string;
  readonly another: boolean;
  /** Of a link: the primary's own ids. */
  readonly as: readonly string[];
  /** Of a link: `differencesSeen` of what was shown and accepted. */
  readonly differences: string | null;
  /** Of an acceptance: what was shown. */
  readonly left: Left;
}

function noDecision(cause?: unknown): ConsolidatorError {
  const words = 'What was sent is no decision. Load the page again, and decide there.';
  return new ConsolidatorError('usage', words, { cause });
}

/** What each form has: the decision's own id, and why. @throws ConsolidatorError `usage`, also for a reason that is left out */
export function wordOf({ field }: Pick<Visit, 'field'>): Pick<Proposal, 'id' | 'reason'> {
  const id = z.uuid().safeParse(field('decision'));
  if (!id.success) throw noDecision();
  const reason = field('reason').trim();
  if (reason === '' || /^(…|\.\.\.)$/.test(reason))
    throw new ConsolidatorError('usage', 'Say why, in your own words: it is kept with the decision.');
  if (reason.length > REASON_MAXIMUM)
    throw new ConsolidatorError('usage', `The reason is too long: ${REASON_MAXIMUM} characters at most.`);
  return { id: id.data, reason };
}

/** @throws ConsolidatorError `usage` for what no form of ours sends, and for a reason that is left out */
export function proposalOf(visit: Pick<Visit, 'field' | 'fields'>): Proposal {
  const { field, fields } = visit;
  const kind = z.enum(kinds).safeParse(field('kind'));
  if (!kind.success) throw noDecision();
  const { id, reason } = wordOf(visit);
  const as = fields('as')
    .flatMap((one) => one.split(','))
    .map((one) => one.trim())
    .filter(Boolean);
  if (kind.data === 'link' && as.length === 0)
    throw new ConsolidatorError('usage', 'Say under which number it stands in the primary.');
  return {
    ...{ kind: kind.data, id, reason, selection: selectionOf(visit), seen: field('seen') },
    ...{ another: field('another') === 'yes', as, differences: field('differences') || null },
    left: leftOf(field('left')),
  };
}

function leftOf(text: string): Left {
  if (text === '') return { seen: [], said: [] };
  try {
    return leftSchema.parse(JSON.parse(text));
  } catch (cause) {
    throw noDecision(cause);
  }
}
