import { createHash } from 'node:crypto';

/** The whole style of the pages; `pageStyleSource` allows it, and nothing else, in their content security policy. */
export const pageStyle = `
:root { color-scheme: light dark; --bg: light-dark(#f7f9fb, #16191f); --ink: light-dark(#1d2430, #e9edf2);
  --soft: light-dark(#57616f, #a9b3c1); --line: light-dark(#dfe4ea, #333b47); --theirs: light-dark(#fff, #232831);
  --mine: light-dark(#dcebff, #24405f); --bad: light-dark(#b3261e, #f2a39b); --link: light-dark(#1f5fc0, #8ab8f5); }
* { box-sizing: border-box; }
body { margin: 0 auto; max-width: 820px; padding: 24px 16px 48px; background: var(--bg); color: var(--ink);
  font: 15px/1.45 system-ui, 'Segoe UI', sans-serif, 'Noto Color Emoji'; }
header, footer { border-block-end: 1px solid var(--line); padding-block-end: 12px; margin-block-end: 20px; }
footer { border-block: 1px solid var(--line) none; padding-block: 12px 0; margin-block: 32px 0; }
h1 { font-size: 22px; margin: 0 0 4px; overflow-wrap: anywhere; }
h2 { font-size: 13px; font-weight: 600; color: var(--soft); text-align: center; margin: 28px 0 12px; break-after: avoid; }
p { margin: 0; } .soft, footer { color: var(--soft); font-size: 13px; } a { color: var(--link); }
ol { list-style: none; margin: 0; padding: 0; }
section { content-visibility: auto; contain-intrinsic-size: auto 600px; }
.m { width: fit-content; min-width: 160px; max-width: 78%; margin: 0 0 8px; padding: 8px 12px; background: var(--theirs);
  border: 1px solid var(--line); border-radius: 12px; break-inside: avoid; }
.m.o { background: var(--mine); border-color: transparent; margin-inline-start: auto; }
.w { font-size: 13px; font-weight: 600; } .t { white-space: pre-wrap; overflow-wrap: anywhere; }
.f { color: var(--soft); font-size: 12px; text-align: end; font-variant-numeric: tabular-nums; }
.m.failed .f { color: var(--bad); }
.q { border-inline-start: 3px solid var(--line); padding-inline-start: 8px; color: var(--soft); font-size: 13px; }
nav li { border-block-end: 1px solid var(--line); } nav a { display: flex; gap: 12px; justify-content: space-between;
  padding: 10px 4px; overflow-wrap: anywhere; } nav span { color: var(--soft); white-space: nowrap; }
:focus-visible { outline: 2px solid var(--link); outline-offset: 2px; }
@media print { :root { color-scheme: light; } body { max-width: none; padding: 0; background: none; font-size: 11pt; }
  section { content-visibility: visible; } .m, .m.o { border-color: #999; background: none; } .back { display: none; } }
@page { margin: 18mm; }
`;

export const pageStyleSource = `'sha256-${createHash('sha256').update(pageStyle).digest('base64')}'`;
