import type { Between } from '../../../src/run/options.ts';
import { overPrimary } from './between-primary.ts';

export interface Said {
  readonly action: string;
  /** JSON. */
  readonly body: string;
}

/** What the primary is asked and told, word for word, which a store may spell its own way afterwards. */
export function listening(): { readonly said: Said[]; readonly between: Between } {
  const said: Said[] = [];
  const between = overPrimary((primary, ...call) => {
    said.push({ action: call[0], body: JSON.stringify(call[1]) });
    return primary.request(...call);
  });
  return { said, between };
}
