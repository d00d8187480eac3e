import type { FakeStore, Fault } from '../../src/fake-store/index.ts';

/** The next write of this action that is about this record of the primary meets the fault, before all other faults. */
export function meetOnce({ faults }: FakeStore, action: string, name: string, fault: Fault): void {
  const { next } = faults;
  let met = false;
  faults.next = (request) => {
    if (met || request.action !== action || !JSON.stringify(request.body).includes(`"${name}"`)) return next?.(request);
    met = true;
    return fault;
  };
}
