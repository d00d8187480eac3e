import { singular } from '../../model/entities.ts';
import type { Dependant, Dropped } from '../commands/quarantine/dependants.ts';
import { money } from './amounts.ts';

const fates: Readonly<Record<Dependant['fate'], string>> = {
  'left-out': 'left out with it from the next run on',
  copied: 'stands in the primary, and stays there',
  held: 'is held for a reason of its own: decide about it too',
};

/** What becomes of a dropped record, of its copy, of what belongs to it, and of a later change. */
export function droppedText({ store, entity, sourceId, targetId, dependants }: Dropped): string {
  const named = { customers: 'customer', products: 'article', orders: '', payments: '', rmas: '' }[entity];
  return [
    `${store} ${singular[entity]} ${sourceId}: left out from now on.`,
    ...(targetId === null
      ? []
      : [`  ${targetId} stays in the primary as it is; what it should not be there, mend there.`]),
    ...(named === '' ? [] : [`  Orders that need this ${named} stay held; drop them too, or enter them by hand.`]),
    ...dependants.map(dependantText),
    '  If it changes in its store, it is held again, as changed-after-drop.',
  ].join('\n');
}

function dependantText({ entity, sourceId, amount, fate }: Dependant): string {
  const value = amount === null ? '' : ` (${money(amount)})`;
  return `  ${singular[entity]} ${sourceId}${value}: ${fates[fate]}`;
}
