/** How the page looks: light and dark as the reader prefers, wide tables that scroll by themselves, and print. */
export const STYLE = `
:root { color-scheme: light dark; --ground: #fff; --ink: #1c2330; --soft: #5a6577; --line: #d8dee8; --band: #f4f6fa; --link: #0b57b7;
  --value: #fbd5d5; --part: #fde5c3; --equality: #fbf3bf; --nothing: #d3efd8; --open: transparent; --none: #eceff4; }
@media (prefers-color-scheme: dark) { :root { --ground: #12161d; --ink: #e4e8ef; --soft: #9aa6b8; --line: #323b4a; --band: #1a2029; --link: #7db4ff;
  --value: #6b2329; --part: #624010; --equality: #544c0f; --nothing: #1d4a2a; --none: #232a35; } }
* { box-sizing: border-box; }
body { margin: 0; background: var(--ground); color: var(--ink); font: 15px/1.5 system-ui, sans-serif; }
a { color: var(--link); }
a:focus-visible, [tabindex]:focus-visible, summary:focus-visible { outline: 2px solid var(--link); outline-offset: 2px; }
.skip { position: absolute; left: -999px; }
.skip:focus { left: 1rem; top: 1rem; background: var(--ground); padding: .5rem; }
header, nav, main { max-width: 76rem; margin: 0 auto; padding: 0 1.25rem; }
header { padding-top: 2rem; }
h1 { font-size: 1.6rem; margin: 0 0 .25rem; }
h2 { font-size: 1.25rem; margin: 2.5rem 0 .5rem; border-bottom: 1px solid var(--line); padding-bottom: .25rem; }
h3 { font-size: 1.05rem; margin: 2rem 0 .5rem; }
p, ul, ol, dl { margin: .4rem 0; }
.soft { color: var(--soft); }
code, pre, .mono { font: 13px/1.5 ui-monospace, Menlo, Consolas, monospace; }
code { overflow-wrap: anywhere; }
nav ul { list-style: none; padding: 0; display: flex; flex-wrap: wrap; gap: .25rem 1rem; }
.legend { list-style: none; padding: 0; display: flex; flex-wrap: wrap; gap: .4rem .6rem; }
.legend li, td.cell { border: 1px solid var(--line); }
.legend li { padding: .1rem .6rem; border-radius: .3rem; }
.scroll { overflow-x: auto; border: 1px solid var(--line); border-radius: .4rem; }
table { border-collapse: collapse; width: 100%; }
th, td { padding: .35rem .6rem; text-align: left; vertical-align: top; border-bottom: 1px solid var(--line); }
tbody:last-child tr:last-child > * { border-bottom: 0; }
thead th { background: var(--band); font-weight: 600; min-width: 11rem; }
thead td { min-width: 13rem; }
tbody th { font-weight: 500; position: sticky; left: 0; background: var(--ground); border-right: 1px solid var(--line); }
th.group { background: var(--band); color: var(--soft); font-weight: 600; position: static; }
th small { font-weight: 400; color: var(--soft); } tbody th small { margin-left: .5rem; } tbody th small.under { display: block; margin-left: 0; } thead th small { display: block; }
.way { display: block; } .way + .way { margin-top: .35rem; } h1 code, h2 code, h3 code { font-size: inherit; }
.value { background: var(--value); } .part { background: var(--part); } .equality { background: var(--equality); }
.nothing { background: var(--nothing); } .none { background: var(--none); color: var(--soft); } .open { background: var(--open); }
.classes { padding-left: 1.4rem; } .classes > li { margin: .6rem 0; }
details { margin: .4rem 0; } summary { cursor: pointer; }
.source { counter-reset: line; border: 1px solid var(--line); border-radius: .4rem; overflow-x: auto; padding: .5rem 0; margin: 0; }
.source span { display: block; padding: 0 1rem 0 0; white-space: pre; min-height: 1.5em; }
.source span::before { counter-increment: line; content: counter(line); display: inline-block; width: 3.5rem; padding-right: 1rem; text-align: right; color: var(--soft); }
.source span:target { background: var(--equality); }
.documentation { white-space: pre-line; }
dt { font-weight: 600; margin-top: .6rem; } dd { margin: 0 0 0 1.2rem; }
footer { max-width: 76rem; margin: 3rem auto 2rem; padding: 0 1.25rem; color: var(--soft); }
@media print { .scroll, .source { overflow: visible; } nav, .skip { display: none; } }
`;
