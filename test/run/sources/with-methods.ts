/** The same object, of which some members are others. What is left is bound to it, private members and all. */
export function withMethods<Whole extends object>(whole: Whole, others: Readonly<Record<string, unknown>>): Whole {
  return new Proxy(whole, {
    get(target, name) {
      if (typeof name === 'string' && name in others) return others[name];
      const own: unknown = Reflect.get(target, name, target);
      return typeof own === 'function' ? own.bind(target) : own;
    },
  });
}
