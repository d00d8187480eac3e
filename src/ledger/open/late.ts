/**
 * Something of which all that is asked is answered later, so that what it is made of is loaded when it is asked.
 * @param known what is known at once
 */
export function late<T extends object>(known: Partial<T>, load: () => Promise<T>): T {
  return new Proxy(known, {
    get(target, name) {
      // Who waits for it waits for itself.
      if (name === 'then') return undefined;
      if (name in target) return Reflect.get(target, name);
      return async (...given: readonly unknown[]) => {
        const loaded = await load();
        const method: unknown = Reflect.get(loaded, name);
        if (typeof method !== 'function') throw new TypeError(`${String(name)} can't be asked for later`);
        return Reflect.apply(method, loaded, given);
      };
    },
  }) as T;
}
