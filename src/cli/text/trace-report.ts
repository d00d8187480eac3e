import { singular } from '../../model/entities.ts';
import type { Side, Trace, TracedOrder } from '../trace/trace.ts';
import { money } from './amounts.ts';
import { historyLine } from './history.ts';
import { indent } from './paragraph.ts';
import { pairs } from './table.ts';

export function traceReport({ id, orders, ownOfPrimary }: Trace): string {
  const parts = orders.map(orderText);
  if (ownOfPrimary !== null) {
    const words = `${id} in the primary is one of its own orders, and no copy: ${sideText(ownOfPrimary)}`;
    parts.push(words);
  }
  return parts.join('\n\n');
}

const states: Readonly<Record<TracedOrder['state'], string>> = {
  staged: 'read, not copied yet',
  writing: 'being written; its outcome is not known yet',
  loaded: 'copied',
  linked: 'linked',
  skipped: 'left out',
  quarantined: 'held in quarantine',
  unread: 'not read yet',
};

function orderText(order: TracedOrder): string {
  const { store, sourceId, targetId, state, why, remedy, source, copy, payments, history } = order;
  const target = targetId === null ? '' : ` -> ${targetId}`;
  return [
    `${store} ${sourceId}${target}: ${states[state]}`,
    indent(why, 2),
    ...(remedy === '' || remedy === 'Nothing.' ? [] : [indent(`To do: ${remedy}`, 2)]),
    '',
    pairs([
      [`  ${store} ${sourceId}`, sideText(source)],
      [`  primary ${targetId ?? ''}`, state === 'loaded' || copy.kind !== 'not-asked' ? sideText(copy) : 'no copy'],
      ...customerRows(order),
      ...payments.map(paymentRow),
    ]),
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

function customerRows({ customer, copy }: TracedOrder): [string, string][] {
  if (customer === null || copy.kind !== 'there') return [];
  const sources = customer.sources.map(
    ({ store, sourceId, made }) => `${made ? 'made for' : 'stands for'} ${store} ${sourceId}`,
  );
  return [['  customer', `account ${customer.username}${sources.length === 0 ? '' : `: ${sources.join(', ')}`}`]];
}

function paymentRow({
  sourceId,
  targetId,
  amount,
  state,
  code,
  reason,
}: TracedOrder['payments'][number]): [string, string] {
  const how =
    state === 'loaded'
      ? `copied as ${targetId ?? ''}`
      : [state === 'quarantined' ? 'held' : state, code, reason]
          .filter((word) => word !== null && word !== '')
          .join(', ');
  return [`  payment ${sourceId}`, `${amount === null ? '' : money(amount)} ${how}`.trim()];
}

function historyText(event: TracedOrder['history'][number]): string {
  const what = event.entity === 'orders' ? '' : `${singular[event.entity]} ${event.sourceId}`;
  return `  ${historyLine(event, what)}`;
}
