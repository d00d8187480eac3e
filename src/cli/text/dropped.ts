import type { Dependant, Dropped } from '../../decisions/dependants.ts';
import { lacking } from '../../decisions/todo/choices.ts';
import { needing, singular, title } from '../../entities/kinds.ts';
import { counted, money } from '../../model/amounts-text.ts';
import { commandLine } from '../../model/command-lines.ts';
import { add, isNegative, ZERO } from '../../model/money.ts';

const consequences: Readonly<Record<Dependant['fate'], string>> = {
  'left-out': 'left out with it from the next run on',
  copied: 'stands in the primary, and stays there',
  held: 'is quarantined for a reason of its own: decide about it too',
};

/** What becomes of a dropped record, of its copy, of what belongs to it, and of a later change. */
/** @param file the pipeline file as it was given */
export function droppedText(dropped: Dropped, file: string): string {
  const { store, entity, sourceId, targetId, dependants } = dropped;
  const others = needing(entity).map(({ name }) => title(name));
  return [
    `${store} ${singular(entity)} ${sourceId}: left out from now on.`,
    ...missingText(dropped),
    ...(targetId === null
      ? []
      : [`  ${targetId} stays in the primary as it is; what it should not be there, mend there.`]),
    ...(others.length > 0
      ? [
          `  ${others.join(' and ')} that need this ${singular(entity)} stay quarantined; drop them too, or enter them by hand.`,
        ]
      : []),
    ...dependants.map(dependantText),
    '  If it changes in its store, it is quarantined again, as changed-after-drop.',
    `  To take it back: ${commandLine('neto-consolidator quarantine retry', [file, sourceId], `--store ${store} --entity ${entity}`)}`,
  ].join('\n');
}

/** What the books will be without; what stands in the primary already is told by itself. */
function missingText({ entity, targetId, amount, dependants }: Dropped): string[] {
  if (targetId !== null || amount === null) return [];
  const payments = dependants.filter(({ entity, fate }) => entity === 'payments' && fate === 'left-out');
  const paid = add(ZERO, ...payments.map((one) => one.amount ?? ZERO));
  const also =
    payments.length === 0 ? '' : `, nor will ${counted(payments.length, 'payment')} of ${money(paid)} in all`;
  const stays = lacking(entity, { isOne: true, sum: amount, words: 'by as much' });
  const so = stays === '' ? '' : ` In the primary the copy of its order ${stays}.`;
  if (entity === 'payments' && isNegative(amount))
    return [
      `  Its ${money(amount)} is not copied. Where you entered it in the primary, as a payment or as a return, that stands for it; if not, it will not be in the books.${so}`,
    ];
  return [
    `  Its ${money(amount)} will not be in the books${also}, unless you enter ${payments.length === 0 ? 'it' : 'them'} by hand.${so}`,
  ];
}

function dependantText({ entity, sourceId, amount, fate }: Dependant): string {
  const value = amount === null ? '' : ` (${money(amount)})`;
  return `  ${singular(entity)} ${sourceId}${value}: ${consequences[fate]}`;
}
