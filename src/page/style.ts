/** The whole look of a report; nothing is fetched. Colours are named by what they stand for. */
export const style = `
:root {
  color-scheme: light dark;
  --page: #f6f7f9; --card: #ffffff; --ink: #1b2330; --soft: #5b6675; --line: #dfe3e9; --grid: #e8ebf0;
  --s0: #2563c9; --s1: #0f8a73; --s2: #8a4fc4; --s3: #b8621b; --s4: #b03a6f; --s5: #56708a;
  --held: #d08700; --good: #17794a; --goodback: #e3f4ea; --bad: #b3261e; --badback: #fce8e6; --warnback: #fdf1d8; --warn: #7a5200; --shade: #1b233055;
}
@media (prefers-color-scheme: dark) {
  :root {
    --page: #11161d; --card: #1a212b; --ink: #e7ecf3; --soft: #9aa7b8; --line: #2d3744; --grid: #27303c;
    --s0: #6ea4ff; --s1: #43c6a9; --s2: #bd93f2; --s3: #eb9a55; --s4: #ee82b0; --s5: #93abc2;
    --held: #f2b63c; --good: #6fd6a0; --goodback: #153325; --bad: #ff9b90; --badback: #3d1f1e; --warnback: #3a2d10; --warn: #f2c766; --shade: #000000cc;
  }
}
* { box-sizing: border-box; }
html { -webkit-text-size-adjust: 100%; }
body { margin: 0; background: var(--page); color: var(--ink); font: 16px/1.5 system-ui, -apple-system, "Segoe UI", Roboto, "DejaVu Sans", sans-serif; font-variant-numeric: tabular-nums; }
main, header, footer { max-width: 64rem; margin: 0 auto; padding: 0 1rem; }
header { padding-top: 1.75rem; }
footer { padding-bottom: 3rem; color: var(--soft); font-size: .875rem; }
h1 { font-size: 1.6rem; line-height: 1.2; margin: 0 0 .25rem; letter-spacing: -.01em; }
h2 { font-size: 1.15rem; line-height: 1.3; margin: 0 0 .75rem; }
h3 { font-size: 1rem; margin: 1.25rem 0 .4rem; }
/* A store or a shopper can write a word of thousands of letters. */
h1, h2, h3, p, li, dd, summary { overflow-wrap: anywhere; }
p { margin: 0 0 .75rem; max-width: 44rem; }
a { color: var(--s0); }
nav { display: flex; flex-wrap: wrap; gap: .25rem 1rem; margin: 1rem 0 0; font-size: .9rem; }
nav a { padding: .3rem 0; }
.soft { color: var(--soft); }
section { background: var(--card); border: 1px solid var(--line); border-radius: 12px; padding: 1.1rem 1.1rem 1.2rem; margin: 1rem 0; scroll-margin-top: 1rem; }
.sum p { margin: .35rem 0 0; font-size: 1.05rem; }
.sum p:first-child { margin-top: .9rem; font-weight: 600; }
.sum .soft { font-size: .85rem; }
.tiles { display: grid; grid-template-columns: repeat(auto-fit, minmax(8.6rem, 1fr)); gap: .75rem; margin: 1.1rem 0 0; padding: 0; list-style: none; }
.tiles li { background: var(--card); border: 1px solid var(--line); border-radius: 12px; padding: .75rem .9rem; }
.tiles b { display: block; font-size: 1.25rem; line-height: 1.25; font-weight: 650; letter-spacing: -.01em; }
.tiles span { color: var(--soft); font-size: .85rem; }
.verdict { display: inline-block; border-radius: 999px; padding: .15rem .7rem; font-weight: 600; font-size: .9rem; }
.verdict.good { background: var(--goodback); color: var(--good); }
.verdict.warn { background: var(--warnback); color: var(--warn); }
.verdict.bad { background: var(--badback); color: var(--bad); }
/* A shadow at the side where there is more of a table; what moves with the table hides it at its end. */
.scroll { overflow-x: auto; margin: 0 -.25rem; padding: 0 .25rem; background:
  linear-gradient(90deg, var(--card) 40%, transparent) 0 0 / 2.5rem 100% no-repeat local,
  linear-gradient(270deg, var(--card) 40%, transparent) 100% 0 / 2.5rem 100% no-repeat local,
  linear-gradient(90deg, var(--shade), transparent) 0 0 / 1rem 100% no-repeat scroll,
  linear-gradient(270deg, var(--shade), transparent) 100% 0 / 1rem 100% no-repeat scroll; }
table { border-collapse: collapse; width: 100%; font-size: .9rem; }
caption { text-align: left; color: var(--soft); padding: 0 0 .35rem; }
th, td { padding: .4rem .6rem; text-align: left; vertical-align: top; border-bottom: 1px solid var(--line); }
th:first-child, td:first-child { padding-left: 0; }
th:last-child, td:last-child { padding-right: 0; }
thead th { color: var(--soft); font-weight: 600; font-size: .82rem; border-bottom-color: var(--soft); white-space: nowrap; vertical-align: bottom; }
tbody th { font-weight: 500; }
tfoot th, tfoot td { font-weight: 650; border-bottom: 0; border-top: 1px solid var(--soft); }
.n { text-align: right; white-space: nowrap; }
.wide { min-width: 16rem; overflow-wrap: anywhere; }
.zero { color: var(--soft); }
.off { color: var(--bad); font-weight: 600; }
.plot { display: block; width: 100%; height: auto; }
.plot.narrow { display: none; }
.plot .grid { stroke: var(--grid); stroke-width: 1; }
.plot .axis { fill: var(--soft); font-size: 11.5px; }
.plot .limit { stroke: var(--bad); stroke-width: 1.5; stroke-dasharray: 5 4; }
.plot .s0 { fill: var(--s0); } .plot .s1 { fill: var(--s1); } .plot .s2 { fill: var(--s2); }
.plot .s3 { fill: var(--s3); } .plot .s4 { fill: var(--s4); } .plot .s5 { fill: var(--s5); }
.plot .held { fill: var(--held); }
.key { display: flex; flex-wrap: wrap; gap: .2rem 1rem; margin: 0 0 .5rem; padding: 0; list-style: none; font-size: .85rem; color: var(--soft); }
.key i { display: inline-block; width: .75rem; height: .75rem; border-radius: 3px; margin-right: .4rem; vertical-align: -.05rem; }
.k0 { background: var(--s0); } .k1 { background: var(--s1); } .k2 { background: var(--s2); } .k3 { background: var(--s3); }
.k4 { background: var(--s4); } .k5 { background: var(--s5); } .kheld { background: var(--held); }
details { margin-top: .75rem; }
summary { cursor: pointer; color: var(--s0); padding: .3rem 0; }
.reason { border-top: 1px solid var(--line); padding-top: .25rem; }
.reason h3 { display: flex; flex-wrap: wrap; gap: .25rem .6rem; align-items: baseline; }
.remedy { border-left: 3px solid var(--held); padding-left: .7rem; }
code { font-family: ui-monospace, "SFMono-Regular", Menlo, Consolas, "DejaVu Sans Mono", monospace; font-size: .88em; overflow-wrap: anywhere; }
@media (max-width: 40rem) {
  table { font-size: .84rem; } thead th, thead th.n { white-space: normal; } th, td { padding-left: .35rem; padding-right: .35rem; }
  .listing thead { display: none; }
  .listing, .listing tbody, .listing tr, .listing td { display: block; }
  .listing tr { padding: .5rem 0; border-bottom: 1px solid var(--line); }
  .listing td { border: 0; padding: .1rem 0; text-align: left; white-space: normal; min-width: 0; }
  .listing td[data-label]::before { content: attr(data-label) ": "; color: var(--soft); }
  .listing td:empty { display: none; }
}
@media (max-width: 40rem) { section { border-radius: 10px; padding: .9rem .85rem 1rem; } .tiles { grid-template-columns: 1fr 1fr; gap: .5rem; } .tiles b { font-size: 1.15rem; } .plot.broad { display: none; } .plot.narrow { display: block; } }
@media print {
  :root { color-scheme: light; --page: #fff; --card: #fff; --ink: #000; --soft: #444; --line: #bbb; --grid: #ddd;
    --s0: #2563c9; --s1: #0f8a73; --s2: #8a4fc4; --s3: #b8621b; --s4: #b03a6f; --s5: #56708a; --held: #d08700;
    --good: #17794a; --goodback: #fff; --bad: #b3261e; --badback: #fff; --warn: #7a5200; --warnback: #fff; }
  body { font-size: 10.5pt; }
  nav { display: none; }
  section, .tiles li { border-color: #bbb; break-inside: auto; }
  h2, h3, thead, tr, svg { break-inside: avoid; break-after: auto; }
  h2, h3 { break-after: avoid; }
  .scroll { overflow: visible; background: none; }
  .plot.broad { display: block; } .plot.narrow { display: none; }
  * { -webkit-print-color-adjust: exact; print-color-adjust: exact; }
}
`;
