import { count, counted, listed, money } from '../../model/amounts-text.ts';
import { add, type Decimal, ZERO } from '../../model/money.ts';
import type { RunSummary } from '../../run/summary.ts';
import { narrowingWords } from '../../verdict/narrowed-run.ts';

const SUMMED = ['orders', 'payments'] as const;

/**
 * What a plan comes to, in up to three sentences: what would be copied, what would wait for a person, what is left out.
 * @param decisions that a person would have to make, however many records wait for each
 */
export function planVerdict(
  summary: Pick<RunSummary, 'stores' | 'amounts' | 'problems' | 'narrowing'>,
  decisions: number,
): string {
  const troubled = [...new Set(summary.problems.map(({ store }) => store))];
  const part =
    summary.narrowing === undefined
      ? ''
      : ` This plan looked at a part only (${narrowingWords(summary.narrowing)}): what else is new is in no number here.`;
  const trouble = troubled.length === 0 ? [] : [`It would not be whole: see below what failed of ${listed(troubled)}.`];
  const sums = SUMMED.map((entity) => ({ entity, ...sumOf(summary, entity) })).filter(({ read }) => read > 0);
  if (sums.length === 0)
    return `${troubled.length === 0 ? `A run would find nothing new${part === '' ? '' : ' there'}.` : `A run would copy nothing. ${trouble.join('')}`}${part}`;
  const copied = sums.map(
    ({ entity, copied, read, amount }) => `${count(copied)} of ${counted(read, entity.slice(0, -1))} (${amount})`,
  );
  const waiting = sums.filter((one) => one.waiting > 0).map((one) => counted(one.waiting, one.entity.slice(0, -1)));
  const left = sums.filter((one) => one.left > 0).map((one) => counted(one.left, one.entity.slice(0, -1)));
  return [
    `A run would copy ${listed(copied)}.`,
    ...trouble,
    ...(waiting.length > 0
      ? [`${listed(waiting)} would wait for you: ${counted(decisions, 'thing')} to decide.`]
      : troubled.length === 0
        ? ['Nothing would wait for you.']
        : []),
    ...(left.length === 0 ? [] : [`Left out by rule: ${listed(left)}.`]),
  ]
    .join(' ')
    .concat(part);
}

interface Sum {
  readonly read: number;
  readonly copied: number;
  readonly waiting: number;
  readonly left: number;
  /** Of what is copied, in its own store; for each store by itself, since stores may differ in their currency. */
  readonly amount: string;
}

function sumOf({ stores, amounts }: Pick<RunSummary, 'stores' | 'amounts'>, entity: (typeof SUMMED)[number]): Sum {
  const sum = { read: 0, copied: 0, waiting: 0, left: 0 };
  const copied: [store: string, amount: Decimal][] = [];
  for (const [store, entities] of Object.entries(stores)) {
    const counts = entities[entity];
    if (counts === undefined) continue;
    sum.read += counts.read;
    sum.copied += counts.created + counts.updated;
    sum.waiting += counts.quarantined;
    sum.left += counts.skipped;
    const own = amounts[store]?.[entity];
    copied.push([store, add(ZERO, own?.created ?? ZERO, own?.updated ?? ZERO)]);
  }
  const words = copied.map(([store, amount]) => (copied.length === 1 ? money(amount) : `${store} ${money(amount)}`));
  return { ...sum, amount: words.join(', ') };
}
