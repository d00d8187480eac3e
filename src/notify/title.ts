import { plural, singular } from '../entities/kinds.ts';
import { counted } from '../model/amounts-text.ts';
import { add, ZERO } from '../model/money.ts';
import { type CurrencySum, sumWords } from '../verdict/sum-words.ts';
import type { ToDoSum } from '../verdict/to-do-sums.ts';
import type { Message, Told } from './message.ts';

/** What a message is about, to be told in one line. */
interface About {
  readonly kind: Message['kind'];
  readonly pipeline: string;
  readonly problems: readonly Told[];
  readonly toDos: readonly ToDoSum[];
  /** Sentences of the verdict. */
  readonly verdict?: readonly string[];
}

/** The pipeline and the worst first, so that a list of mails on a phone says it all. */
export function titleOf({ kind, pipeline, problems, toDos, verdict = [] }: About): string {
  if (kind === 'test') return `${pipeline}: a test, nothing is wrong`;
  if (kind === 'well-again') return `${pipeline} is well again`;
  if (kind === 'better') return `${pipeline}: better, but ${waits(toDos) ?? 'not all is well'}`;
  if (kind === 'digest')
    return `${pipeline}: the week, ${waits(toDos) ?? (verdict.some((one) => one.includes(IN_XERO)) ? 'and something is to do in Xero' : 'and nothing waits for you')}`;
  const [worst] = [...problems].sort((a, b) => ORDER.indexOf(a.kind) - ORDER.indexOf(b.kind));
  const others = new Set(problems.map((one) => one.kind)).size - 1;
  const still = kind === 'reminder' ? 'still ' : '';
  if (worst === undefined) return `${pipeline}: ${still}${waits(toDos) ?? 'something waits for you'}`;
  return `${pipeline}: ${still}${words(worst, problems, toDos)}${others > 0 ? `, and ${others} more` : ''}`;
}

/** By the verdict that stands below. */
const IN_XERO = 'To do in Xero: ';

/** Worst first. */
const ORDER: readonly Told['kind'][] = [
  'failed',
  'differences',
  'proof-differs',
  'quarantine-grew',
  'nothing-read',
  'not-backed-up',
  'proof-before',
];

function words({ kind, store, code }: Told, problems: readonly Told[], toDos: readonly ToDoSum[]): string {
  const at = store === null ? '' : `${store}: `;
  switch (kind) {
    case 'failed':
      return code === null ? 'the last run failed' : `the run failed (${at}${code})`;
    case 'differences':
      return 'the primary has orders that it should not have';
    case 'proof-differs':
      return `the books differ (${counted(problems.filter((one) => one.kind === kind).length, 'difference')})`;
    case 'quarantine-grew':
      return waits(toDos.filter((one) => one.kind === 'decision')) ?? 'records wait for you in quarantine';
    case 'nothing-read':
      return `no order was read from ${store ?? 'a store'} for long`;
    case 'not-backed-up':
      return 'the ledger could not be backed up';
    case 'proof-before':
      return 'copies of an earlier version differ';
  }
}

/** `3 orders wait for you (A$ 412.00)`; undefined where nothing does */
function waits(toDos: readonly ToDoSum[]): string | undefined {
  const decisions = toDos.filter(({ kind, entity, follows }) => kind === 'decision' && entity !== null && !follows);
  const [first] = Map.groupBy(decisions, ({ entity }) => entity);
  if (first === undefined) return toDos.length === 0 ? undefined : `${counted(toDos.length, 'thing')} to do`;
  const biggest = [...Map.groupBy(decisions, ({ entity }) => entity)].sort(([a], [b]) => rank(a) - rank(b))[0];
  const [entity, sums] = biggest ?? first;
  if (entity === null) return undefined;
  const count = sums.reduce((total, one) => total + one.count, 0);
  const others = decisions.reduce((total, one) => total + one.count, 0) - count;
  const amounts = sumWords(together(sums.flatMap((one) => one.amounts)));
  const more = others === 0 ? '' : ` and ${others} more`;
  return `${counted(count, singular(entity), plural(entity))} ${count === 1 && others === 0 ? 'waits' : 'wait'} for you${amounts === '' ? '' : ` (${amounts})`}${more}`;
}

/** Orders are what all else hangs on. */
function rank(entity: ToDoSum['entity']): number {
  return ['orders', 'payments', 'rmas', 'customers', 'products'].indexOf(entity ?? '');
}

function together(amounts: readonly CurrencySum[]): CurrencySum[] {
  return [...Map.groupBy(amounts, ({ currency }) => currency)].map(([currency, some]) => ({
    currency,
    amount: add(ZERO, ...some.map(({ amount }) => amount)),
  }));
}
