// Loaded ahead of the program that is measured, into its process: its clock goes ahead, as those of the stores do.
const ahead = Number(process.env.BENCHMARK_AHEAD ?? '0');
if (ahead !== 0) {
  const Real = Date;
  const now = (): number => Real.now() + ahead;
  globalThis.Date = new Proxy(Real, {
    construct: (target, given, newTarget) => Reflect.construct(target, given.length === 0 ? [now()] : given, newTarget),
    apply: () => new Real(now()).toString(),
    get: (target, name) => (name === 'now' ? now : Reflect.get(target, name, target)),
  });
}
