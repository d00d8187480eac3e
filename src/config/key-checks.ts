import type { FileView, Finding } from './store-view.ts';
import { isOneReference } from './substitute.ts';
import { entryAt } from './yaml-source.ts';

/** Promise 8: a key that stood in the file would be in every copy and commit of it. */
export function checkKeys(view: FileView): Finding[] {
  return view.stores().flatMap((store): Finding[] => {
    const path = [...store, 'key'];
    const written = entryAt(view.source, path)?.written;
    if (written === undefined || written === null || isOneReference(String(written))) return [];
    const blanks = typeof written === 'string' && isOneReference(written.trim());
    const message = blanks
      ? '"key" has blanks around its variable; expected the variable alone; take the blanks away, Neto would answer "Invalid API Key"'
      : `"key" stands in the file itself (not shown); expected one variable, since keys come from the environment; write for example \${WEST_STORE_KEY} and set it in the environment or .env`;
    return [{ path, message }];
  });
}
