/** The grammar as text for people, in the notation of ISO/IEC 14977. */
import { keywords } from '@dlpc/language';
import { type Production, productions, type Syntax } from './productions.ts';

/** One rule, as it stands above its method in the parser too. */
export function writeProduction({ name, body }: Production): string {
  return `${name} = ${write(body)} ;`;
}

/** The whole file. */
export function writeEbnf(): string {
  const rules = productions().map(writeProduction).join('\n');
  const reserved = keywords.filter((k) => k.roles.includes('reserved')).map((k) => `"${k.word}"`);
  return `(* The .dlp language, for people. Generated from the parser by test/grammar: change the parser, not this file. *)

(* Space, line ends and comments may stand between any two tokens and mean nothing. *)

${rules}

(* Tokens. *)

(* Any word but the reserved ones is a name where a name stands, those of the language included; "on" is no action. *)
identifier = ( letter | "_" ) { letter | digit | "_" } - reserved ;
reserved = ${reserved.join(' | ')} ;
string = '"' { character - ( '"' | "\\" | line-end ) | escape } '"' ;
escape = "\\" ( '"' | "\\" | "n" | "t" | "u{" hex-digit { hex-digit } "}" ) ;
integer = digit { [ "_" ] digit } ;
date = digit digit digit digit "-" digit digit "-" digit digit ;
time = digit digit ":" digit digit ;
instant = date "T" time [ ":" digit digit [ "." digit { digit } ] ] "Z" ;
duration = digit { digit } ( "s" | "m" | "h" | "d" ) ;
regex = "/" { character - ( "/" | "\\" | line-end ) | "\\" character } "/" ;
(* A name with at least one "*", none beside another. *)
name-pattern = ( letter | "_" | "*" ) { letter | digit | "_" | "*" } ;
(* A condition begins on the line of its "where" and ends with its line, or the line that closes its last bracket. *)
sql = ? a condition in the SQL of PostgreSQL ? ;
(* A line that begins with three slashes, right above a declaration, is its documentation. *)
comment = "//" { character - line-end } ;
letter = ? A to Z and a to z ? ;
digit = ? 0 to 9 ? ;
hex-digit = ? 0 to 9, A to F and a to f ? ;
line-end = ? CR or LF ? ;
character = ? any Unicode character but invisible ones, see DLP1002 ? ;
`;
}

function write(syntax: Syntax): string {
  switch (syntax.kind) {
    case 'literal':
      return `"${syntax.text}"`;
    case 'rule':
      return syntax.name;
    case 'sequence':
      return syntax.parts
        .map((part) => (part.kind === 'choice' ? `( ${write(part)} )` : write(part)))
        .join(' ');
    case 'choice':
      return syntax.options.map(write).join(' | ');
    case 'optional':
      return `[ ${write(syntax.body)} ]`;
    case 'repeat':
      return `{ ${write(syntax.body)} }`;
  }
}
