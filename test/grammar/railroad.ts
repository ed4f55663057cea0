/** The grammar as railroad diagrams: one page that needs nothing from the network. */
import { type Production, productions, type Syntax } from './productions.ts';

/** A drawing that a track enters at its left and leaves at its right, both at `y = 0`. */
interface Drawing {
  readonly width: number;
  /** How far it reaches above and below the track. */
  readonly up: number;
  readonly down: number;
  readonly draw: (x: number, y: number) => string;
}

const CHARACTER = 8;
const BOX = 11;
const GAP = 10;
const ARC = 10;

export function writeRailroad(): string {
  const rules = productions();
  const names = new Set(rules.map((rule) => rule.name));
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<title>The .dlp language</title>
<!-- Generated from the parser by test/grammar: change the parser, not this file. -->
<style>
body { font: 15px/1.5 system-ui, sans-serif; margin: 2rem auto; max-width: 70rem; padding: 0 1rem; color-scheme: light dark; }
h2 { font-size: 1rem; margin: 1.5rem 0 0.25rem; }
svg { display: block; max-width: 100%; height: auto; }
svg text { font: 13px ui-monospace, monospace; text-anchor: middle; fill: currentColor; }
svg path, svg rect { fill: none; stroke: currentColor; stroke-width: 1.5; }
svg a text { text-decoration: underline; }
svg .literal text { font-weight: bold; }
</style>
</head>
<body>
<h1>The .dlp language</h1>
${rules.map((rule) => section(rule, names)).join('\n')}
</body>
</html>
`;
}

function section({ name, body }: Production, rules: ReadonlySet<string>): string {
  const drawing = sequence([end(), draw(body, rules), end()]);
  const height = drawing.up + drawing.down + 4;
  const svg = drawing.draw(2, drawing.up + 2);
  return `<h2 id="${name}">${name}</h2>
<svg role="img" aria-label="${name}" width="${drawing.width + 4}" height="${height}" viewBox="0 0 ${drawing.width + 4} ${height}">${svg}</svg>`;
}

function draw(syntax: Syntax, rules: ReadonlySet<string>): Drawing {
  switch (syntax.kind) {
    case 'literal':
      return box(syntax.text, 10, (content) => `<g class="literal">${content}</g>`);
    case 'rule':
      return box(syntax.name, 2, (content) =>
        rules.has(syntax.name) ? `<a href="#${syntax.name}">${content}</a>` : `<g>${content}</g>`,
      );
    case 'sequence':
      return sequence(syntax.parts.map((part) => draw(part, rules)));
    case 'choice':
      return choice(syntax.options.map((option) => draw(option, rules)));
    case 'optional':
      return choice([skip(), draw(syntax.body, rules)]);
    case 'repeat':
      return choice([skip(), loop(draw(syntax.body, rules))]);
  }
}

function end(): Drawing {
  return { width: GAP, up: 6, down: 6, draw: (x, y) => path(`M${x + GAP / 2} ${y - 6}v12M${x} ${y}h${GAP}`) };
}

function skip(): Drawing {
  return { width: 0, up: 0, down: 0, draw: () => '' };
}

function box(text: string, radius: number, wrap: (content: string) => string): Drawing {
  const width = text.length * CHARACTER + 16;
  const content = (x: number, y: number): string =>
    `<rect x="${x}" y="${y - BOX}" width="${width}" height="${2 * BOX}" rx="${radius}"/>` +
    `<text x="${x + width / 2}" y="${y + 4}">${escapeHtml(text)}</text>`;
  return { width, up: BOX, down: BOX, draw: (x, y) => wrap(content(x, y)) };
}

function sequence(parts: readonly Drawing[]): Drawing {
  const width = parts.reduce((sum, part) => sum + part.width, 0) + GAP * Math.max(parts.length - 1, 0);
  return {
    width,
    up: Math.max(0, ...parts.map((part) => part.up)),
    down: Math.max(0, ...parts.map((part) => part.down)),
    draw: (x, y) => {
      let at = x;
      return parts
        .map((part, index) => {
          const track = index === 0 ? '' : path(`M${at} ${y}h${GAP}`);
          if (index > 0) at += GAP;
          const drawn = part.draw(at, y);
          at += part.width;
          return track + drawn;
        })
        .join('');
    },
  };
}

/** The first option on the track, the others below it. */
function choice(options: readonly Drawing[]): Drawing {
  const inner = Math.max(...options.map((option) => option.width));
  const offsets: number[] = [];
  let below = 0;
  for (const [index, option] of options.entries()) {
    const offset = index === 0 ? 0 : below + GAP + option.up;
    offsets.push(Math.max(offset, index === 0 ? 0 : 2 * ARC));
    below = (offsets.at(-1) ?? 0) + option.down;
  }
  const side = 2 * ARC;
  return {
    width: inner + 2 * side,
    up: options[0]?.up ?? 0,
    down: below,
    draw: (x, y) =>
      options
        .map((option, index) => {
          const drop = offsets[index] ?? 0;
          const right = x + side + option.width;
          const rest = inner - option.width;
          const drawn = option.draw(x + side, y + drop);
          if (drop === 0) return `${path(`M${x} ${y}h${side}M${right} ${y}h${rest + side}`)}${drawn}`;
          const straight = drop - 2 * ARC;
          const down = `M${x} ${y}q${ARC} 0 ${ARC} ${ARC}v${straight}q0 ${ARC} ${ARC} ${ARC}`;
          const up = `M${right} ${y + drop}h${rest}q${ARC} 0 ${ARC} ${-ARC}v${-straight}q0 ${-ARC} ${ARC} ${-ARC}`;
          return `${path(down + up)}${drawn}`;
        })
        .join(''),
  };
}

/** Once, and back above it for another time. */
function loop(body: Drawing): Drawing {
  const rise = Math.max(body.up + GAP, 2 * ARC);
  return {
    width: body.width + 2 * ARC,
    up: rise,
    down: body.down,
    draw: (x, y) => {
      const straight = rise - 2 * ARC;
      const right = x + ARC + body.width;
      const back =
        `M${right} ${y}q${ARC} 0 ${ARC} ${-ARC}v${-straight}q0 ${-ARC} ${-ARC} ${-ARC}h${-body.width}` +
        `q${-ARC} 0 ${-ARC} ${ARC}v${straight}q0 ${ARC} ${ARC} ${ARC}`;
      return `${path(`M${x} ${y}h${ARC}M${right} ${y}h${ARC}${back}`)}${body.draw(x + ARC, y)}`;
    },
  };
}

function path(d: string): string {
  return `<path d="${d}"/>`;
}

function escapeHtml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
