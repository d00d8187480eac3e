import { style } from '../../page/style.ts';

/** Beside the look of a report: what a page has that people walk through. */
const own = `
.skip { position: absolute; left: -100rem; }
.skip:focus { left: 1rem; top: .5rem; background: var(--card); padding: .5rem .9rem; border-radius: 8px; z-index: 1; }
:focus-visible { outline: 3px solid var(--s0); outline-offset: 2px; border-radius: 4px; }
.top { display: flex; flex-wrap: wrap; gap: .25rem 1.25rem; align-items: baseline; padding-top: .9rem; padding-bottom: .6rem; }
.top a { padding: .35rem 0; }
.top .home { font-weight: 650; text-decoration: none; color: var(--ink); }
.top nav { margin: 0; }
.top nav a[aria-current], .parts a[aria-current] { color: var(--ink); font-weight: 650; text-decoration: none; }
.top form { margin-left: auto; }
button, .button { font: inherit; font-weight: 600; border: 1px solid var(--s0); background: var(--s0); color: var(--card); border-radius: 8px; padding: .45rem .9rem; min-height: 2.5rem; cursor: pointer; text-decoration: none; display: inline-block; }
button.quiet { background: none; border-color: transparent; color: var(--s0); padding: .35rem .25rem; min-height: 0; font-weight: 400; font-size: .9rem; text-decoration: underline; }
input, select, textarea { font: inherit; color: inherit; background: var(--page); border: 1px solid var(--soft); border-radius: 8px; padding: .45rem .6rem; min-height: 2.5rem; max-width: 100%; }
input[type=checkbox], input[type=radio] { min-height: 0; width: 1.15rem; height: 1.15rem; margin: 0 .4rem 0 0; vertical-align: -.2rem; }
label.tick { font-weight: 400; }
td .verdict { white-space: nowrap; }
td label.tick { display: inline-block; margin: 0; }
.scroll + p, button + p, form + p, details + p { margin-top: .75rem; }
.parts { margin-bottom: .75rem; }
main { padding-bottom: .75rem; }
.search + .scroll, .search + p { margin-top: .75rem; }
.parts b { padding: .35rem 0; }
label { font-weight: 600; display: block; margin: .5rem 0 .25rem; }
.crumbs { align-items: baseline; gap: .25rem .6rem; font-size: .9rem; color: var(--soft); margin: 0 0 .25rem; }
.cards { list-style: none; margin: 0; padding: 0; }
.cards > li { background: var(--card); border: 1px solid var(--line); border-radius: 12px; padding: 1rem 1.1rem; margin: 1rem 0; }
.cards h2 { margin: 0 0 .25rem; }
.facts { display: grid; grid-template-columns: max-content 1fr; gap: .15rem 1rem; margin: .6rem 0 0; font-size: .92rem; }
.facts dt { color: var(--soft); } .facts dd { margin: 0; overflow-wrap: anywhere; }
.notice { border-left: 4px solid var(--held); background: var(--warnback); padding: .6rem .8rem; margin: 0 0 1rem; border-radius: 0 8px 8px 0; overflow-wrap: anywhere; }
.notice.bad { border-color: var(--bad); background: var(--badback); }
.notice.good { border-color: var(--good); background: var(--goodback); }
.notice > :last-child { margin-bottom: 0; }
.bar { height: .6rem; border-radius: 99px; background: var(--grid); overflow: hidden; margin: .3rem 0; }
progress { width: 100%; height: .7rem; accent-color: var(--s0); }
pre { background: var(--page); border: 1px solid var(--line); border-radius: 8px; padding: .6rem .8rem; overflow-x: auto; font-size: .85rem; }
.search { display: flex; flex-wrap: wrap; gap: .25rem .9rem; align-items: end; }
.search > div { flex: 1 1 9rem; min-width: 0; } .search > div:first-child { flex-basis: 16rem; } .search > div:last-child { flex: 0 0 auto; }
.search input, .search select { width: 100%; }
.broad { width: 100%; max-width: 36rem; }
.choices { list-style: none; margin: 1rem 0 0; padding: 0; }
.choices > li { border-top: 1px solid var(--line); padding: .25rem 0 .9rem; }
[hidden] { display: none; }
@media (max-width: 40rem) { .top form { margin-left: 0; } .facts { grid-template-columns: 1fr; gap: 0; } .facts dd { margin-bottom: .35rem; } }
@media print { .top, .skip, form, button { display: none; } }
`;

export const look = `${style}${own}`;
