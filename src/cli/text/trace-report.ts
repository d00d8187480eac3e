import { singular } from '../../entities/kinds.ts';
import { money } from '../../model/amounts-text.ts';
import { sameKey } from '../../model/text-key.ts';
import type { Side, Trace, TracedOrder } from '../../trace/trace.ts';
import { labelWords } from '../../trace/verdict.ts';
import { historyLine } from './history-line.ts';
import { indent, pairs } from './table.ts';

export function traceReport({ id, orders, ownOfPrimary }: Trace): string {
  const parts = orders.map((order) => orderText(order, ownOfPrimary !== null && isNumbered(order, id)));
  if (ownOfPrimary !== null) {
    const meant = orders.find((order) => isNumbered(order, id));
    const what =
      meant === undefined
        ? 'is one of its own orders, and no copy'
        : `is there, and was copied by no run: if it was entered for ${meant.sourceId}, \`link\` it`;
    parts.push(`${id} in the primary ${what}: ${sideText(ownOfPrimary)}`);
  }
  return parts.join('\n\n');
}

function isNumbered({ targetId }: TracedOrder, id: string): boolean {
  return targetId !== null && sameKey(targetId, id);
}

const states: Readonly<Record<TracedOrder['state'], string>> = {
  staged: 'read, not copied yet',
  writing: 'being written; its outcome is not known yet',
  loaded: 'copied',
  linked: 'linked',
  skipped: 'left out',
  quarantined: 'in quarantine',
  unread: 'not read yet',
};

/** @param isThere whether an order of its number stands in the primary that is not its copy */
function orderText(order: TracedOrder, isThere: boolean): string {
  const { store, sourceId, targetId, state, code, why, remedy, source, copy, payments, returns, history } = order;
  const target = targetId === null ? '' : ` -> ${targetId}`;
  const none = isThere ? 'there, and not linked: see below' : 'no copy';
  return [
    `${store} ${sourceId}${target}: ${code === 'to-be-read' ? 'decided, goes with the next run' : states[state]}`,
    indent(why, 2),
    ...(remedy === '' || remedy === 'Nothing.' ? [] : [indent(`To do: ${remedy}`, 2)]),
    '',
    pairs([
      [`  ${store} ${sourceId}`, sideText(source)],
      [`  primary ${targetId ?? ''}`, state === 'loaded' || copy.kind !== 'not-asked' ? sideText(copy) : none],
      ...xeroRows(order),
      ...customerRows(order),
      ...payments.map((one) => moneyRow('payment', one)),
      ...returns.map((one) => moneyRow('return', one)),
    ]),
    ...differencesText(order),
    ...acceptedText(order),
    ...(history.length === 0 ? [] : ['', '  What was done', ...history.map((event) => historyText(event))]),
  ].join('\n');
}

function sideText(side: Side): string {
  switch (side.kind) {
    case 'there': {
      const approval = side.approved ? 'approved' : 'not approved';
      return `${side.status}, ${approval}, total ${money(side.total)}, paid ${money(side.paid)}`;
    }
    case 'not-there':
      return 'is not there';
    case 'unreachable':
      return `could not be asked: ${side.message}`;
    case 'not-asked':
      return 'was not asked';
  }
}

/** The third side, where the pipeline names its books. */
function xeroRows({ inXero, targetId }: TracedOrder): [string, string][] {
  const of = (words: string): [string, string][] => [[`  Xero ${targetId ?? ''}`, words]];
  switch (inXero.kind) {
    case 'there':
      return inXero.invoices.map(({ number, status, total, paid, day }) => {
        const when = day === null ? '' : `, of ${day}`;
        return [`  Xero ${number}`, `${status.toLowerCase()}, total ${money(total)}, paid ${money(paid)}${when}`];
      });
    case 'not-there':
      return of('is not there');
    case 'unreachable':
      return of(`could not be asked: ${inXero.message}`);
    case 'not-asked':
      return [];
  }
}

function customerRows({ customer, copy }: TracedOrder): [string, string][] {
  if (customer === null || copy.kind !== 'there') return [];
  const sources = customer.sources.map(
    ({ store, sourceId, made }) => `${made ? 'made for' : 'stands for'} ${store} ${sourceId}`,
  );
  return [['  customer', `account ${customer.username}${sources.length === 0 ? '' : `: ${sources.join(', ')}`}`]];
}

function moneyRow(
  what: string,
  { sourceId, targetId, byHand, amount, state, code, reason }: TracedOrder['payments'][number],
): [string, string] {
  const isIn = state === 'loaded' || state === 'linked';
  const how =
    isIn && byHand.length > 0
      ? `linked to ${byHand.join(' and ')}, entered by hand`
      : state === 'skipped' && code === 'to-be-read'
        ? 'decided by you, goes with the next run'
        : state === 'loaded'
          ? `copied as ${targetId ?? ''}`
          : [state === 'quarantined' ? 'in quarantine' : state, code, reason]
              .filter((word) => word !== null && word !== '')
              .join(', ');
  return [`  ${what} ${sourceId}`, `${amount === null ? '' : money(amount)} ${how}`.trim()];
}

/** What needs a look comes with all its words, what is known with a line. */
function differencesText({ comparison, accepted }: TracedOrder): string[] {
  if (comparison === null) return [];
  const { differences, notCompared } = comparison;
  // What was accepted is told by itself, with the reason, and is no difference any more.
  const told = differences.filter(({ label }) => label !== 'decided' || accepted.length === 0);
  const lines = told.map(({ label, message }) =>
    indent(label === 'unexplained' ? `- ${message}` : `- ${message} (${labelWords[label]})`, 4),
  );
  return [
    ...(lines.length === 0 ? [] : ['', '  How the two sides differ', ...lines]),
    ...(notCompared.length === 0 ? [] : ['', '  Not compared', ...notCompared.map((text) => indent(`- ${text}`, 4))]),
  ];
}

function acceptedText({ accepted, store }: TracedOrder): string[] {
  if (accepted.length === 0) return [];
  const lines = accepted.flatMap(({ entity, sourceId, words, fields, asItStood }) => [
    ...words.map(({ at, reason }) => indent(`${at}  ${singular(entity)} ${sourceId}: ${reason}`, 4)),
    ...fields.map(({ field, source, copy }) => indent(`${field}: ${source} in ${store}, ${copy} in the primary`, 6)),
    ...(asItStood ? [indent('as it stood then; the next look notes how that was', 6)] : []),
  ]);
  return ['', '  What was accepted', ...lines];
}

function historyText(event: TracedOrder['history'][number]): string {
  const what = event.entity === 'orders' ? '' : `${singular(event.entity)} ${event.sourceId}`;
  return `  ${historyLine(event, what)}`;
}
