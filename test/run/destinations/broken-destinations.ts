import type { LoadItem } from '../../../src/entities/writing/load-item.ts';
import type { LoadTarget } from '../../../src/entities/writing/load-target.ts';
import { ExportDestination } from '../../../src/operations/export/export-destination.ts';
import type { Destination, EntityStep } from '../../../src/run/protocol/destination.ts';
import { PlanDestination } from '../../../src/run/protocol/plan-destination.ts';
import { PrimaryDestination } from '../../../src/run/protocol/primary-destination.ts';
import { NOTHING_KEPT } from '../../../src/session/kept-aside.ts';

type Changes = (target: LoadTarget<unknown, unknown>, step: EntityStep) => Partial<LoadTarget<unknown, unknown>>;

/** One that does a part of what another one does in its own way. */
function changed(
  base: Destination,
  changes: Changes,
  more: Partial<Pick<Destination, 'keeps' | 'foreseen'>> = {},
): Destination {
  return {
    keeps: base.keeps,
    isByFile: base.isByFile,
    foreseen: (step) => base.foreseen(step),
    open<Draft, Existing>(step: EntityStep<Draft, Existing>): LoadTarget<Draft, unknown> {
      const target = base.open(step);
      // A fault is the same for all drafts.
      const own = changes(target as LoadTarget<unknown, unknown>, step as EntityStep);
      return { ...target, ...own } as LoadTarget<Draft, unknown>;
    },
    ...more,
  };
}

const accepted = async (items: readonly LoadItem<unknown>[]) =>
  ({ kind: 'accepted', ids: items.map(({ targetId }) => targetId), errors: [] }) as const;

/** Each with one fault that a destination could have. */
export const brokenDestinations: Readonly<Record<string, () => Destination>> = {
  'forgets what it was given': () =>
    changed(new PlanDestination(), (target, { target: real }) => ({
      lookUp: (items) => real.lookUp(items),
      ...only(target),
    })),
  'plans, and writes': () =>
    changed(new PlanDestination(), (_target, { target: real }) => ({ write: (items) => real.write(items) })),
  'says done, and writes nothing': () => changed(new PrimaryDestination(), () => ({ write: accepted })),
  'does not look into the primary': () =>
    changed(new PlanDestination(), () => {
      const given = new Set<string>();
      return {
        lookUp: async (items) =>
          new Map(
            items.filter(({ targetId }) => given.has(targetId)).map(({ targetId }) => [targetId.toLowerCase(), 1]),
          ),
        write: async (items) => {
          for (const { targetId } of items) given.add(targetId);
          return accepted(items);
        },
        isCopyOf: () => true,
        compare: () => [],
      };
    }),
  'takes whatever stands under an id for its own': () =>
    changed(new ExportDestination(), () => ({ isCopyOf: () => true })),
  'finds fault with what it wrote itself': () =>
    changed(new PlanDestination(), () => ({ compare: () => [{ field: 'total', meant: '1', held: '2' }] })),
  'tells later records nothing': () => changed(new PlanDestination(), () => ({}), { foreseen: () => NOTHING_KEPT }),
  'keeps what it says it does not': () => changed(new PrimaryDestination(), () => ({}), { keeps: false }),
  'takes only the first of several': () =>
    changed(new PlanDestination(), (target) => ({ write: (items) => target.write(items.slice(0, 1)) })),
};

/** All else as it is. */
function only({ write }: LoadTarget<unknown, unknown>): Partial<LoadTarget<unknown, unknown>> {
  return { write };
}
