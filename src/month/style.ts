import { style } from '../page/style.ts';

/** The look of the report, and what a page on paper needs: sheets of A4, rows that stay whole, headings with their tables. */
export const monthStyle = `${style}
td, tbody th { overflow-wrap: anywhere; }
/* On a phone a table is rather scrolled than broken within its words. */
@media screen and (max-width: 40rem) { td, tbody th { overflow-wrap: break-word; } }
.open { border-top: 1px solid var(--line); padding-top: .5rem; margin: 0 0 .75rem; break-inside: avoid; }
.open ul { margin: .25rem 0 0; padding-left: 1.2rem; }
.tick { display: inline-block; width: .7em; height: .7em; border: 1px solid var(--soft); }
tbody.store { break-inside: avoid; }
@page { size: A4; margin: 14mm 12mm; }
@media print {
  body { font-size: 9.5pt; }
  main, header, footer { max-width: none; padding: 0; }
  section { border: 0; border-radius: 0; padding: 0; margin: 0 0 7mm; }
  table { font-size: 8pt; }
  th, td { padding: .18rem .3rem; }
  thead { display: table-header-group; }
  tfoot { display: table-row-group; }
  tr { break-inside: avoid; }
  h2, h3, section > p.soft { break-after: avoid; }
}
`;
