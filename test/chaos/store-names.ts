import { rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Arena, Place } from './arena.ts';
import { outcomeOf, requestsOf, stamp } from './ledger-moves.ts';
import { usualRules } from './pipeline-text.ts';
import type { Truth } from './population.ts';
import { oneOf, type Scene } from './scene.ts';

const NAMES = [
  { name: 'western', prefix: 'X' },
  { name: 'western', prefix: 'W' },
] as const;

/** A store is called otherwise in the pipeline file, with or without another prefix: refused, and nobody is asked. */
export async function renameStore({ arena, random, planted, violation }: Scene): Promise<void> {
  const west = oneOf(random, NAMES);
  planted(`store renamed${west.prefix === 'W' ? '' : ', with another prefix'}`);
  const asked = requestsOf(arena);
  arena.rules = { ...arena.rules, west };
  const end = await outcomeOf(arena);
  arena.rules = { ...arena.rules, west: usualRules.west };
  if (end !== 'store-renamed') violation(`a renamed store is not refused: ${end}`);
  if (requestsOf(arena) !== asked) violation('a renamed store was asked before it was refused');
}

/**
 * The ledger counts as lost, and another one is begun for the same stores, of which one has another name, another prefix, or
 * both. Whatever stands in the primary by then is not copied again, however often its runs are killed; `adopt` takes it
 * over. Then the first ledger turns up again and goes on.
 */
export async function beginAnew(scene: Scene, truth: Truth): Promise<void> {
  const { arena, random, planted, violation, kill } = scene;
  const west = oneOf(random, [...NAMES, { name: 'west', prefix: 'X' }]);
  const folder = join(arena.folder, `anew-${stamp()}`);
  const place: Place = { folder, home: arena.place.home };
  planted(
    `second ledger for a store under another ${[west.name === 'west' ? '' : 'name', west.prefix === 'W' ? '' : 'prefix'].filter(Boolean).join(' and ')}`,
  );
  const before = standing(arena);
  const same = (when: string): void => {
    const more = standing(arena).filter((one) => !before.includes(one));
    if (more.length > 0) violation(`a second ledger copies again, ${when}: ${more.join('; ')}`);
  };
  arena.rules = { ...arena.rules, west };
  try {
    await kill(place);
    same('when it is killed');
    await outcomeOf(arena, place);
    same('in its second run');
    const { code, stderr } = await arena.command(['adopt', '<pipeline>'], place);
    if (![0, 3, 4].includes(code)) violation(`adopt ended with ${code}: ${stderr}`);
    // What the primary refused once, and what waits to be replaced, is the first ledger's to remember.
    if (truth.refused.size + truth.replaced.length === 0) {
      await outcomeOf(arena, place);
      same('after adopt');
    }
  } finally {
    arena.rules = { ...arena.rules, west: usualRules.west };
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Every order, payment and return of the primary, by its own id and what it comes to. */
function standing({ main }: Arena): string[] {
  return [
    ...main.orders().map(({ OrderID, GrandTotal }) => `order ${OrderID} ${GrandTotal}`),
    ...main.payments().map(({ PaymentID, OrderID, AmountPaid }) => `payment ${PaymentID} ${OrderID} ${AmountPaid}`),
    ...main.rmas().map(({ RmaID, OrderID, RefundTotal }) => `return ${RmaID} ${OrderID} ${RefundTotal}`),
  ];
}
