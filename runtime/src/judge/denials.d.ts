/**
 * Every sentence with which the judge refuses a statement, in one place. `42501` (insufficient_privilege) where the policy or
 * the limits of judging are the reason; the server's own code where the server would refuse the text too.
 */
import type { Denial } from '../pgwire/gate.ts';
export declare const denials: {
  readonly syntaxError: (message: string, position: number) => Denial;
  readonly unparsable: (reason: string) => Denial;
  readonly tooDeep: () => Denial;
  readonly severalStatements: () => Denial;
  readonly command: (command: string) => Denial;
  readonly construct: (construct: string) => Denial;
  readonly noPolicy: (source: string) => Denial;
  readonly unknownRelation: (name: string) => Denial;
  readonly otherDatabase: (name: string) => Denial;
  readonly relationNotInPolicy: (name: string) => Denial;
  readonly relationDisagrees: (name: string, difference: string) => Denial;
  readonly relationKind: (name: string, kind: string) => Denial;
  readonly systemRelation: (name: string, reason: string) => Denial;
  readonly commandOnRelation: (
    command: string,
    name: string,
    rule: {
      readonly policy: string;
      readonly file: string;
      readonly line: number;
      readonly text: string;
    } | null,
    hint: string | null,
  ) => Denial;
  readonly function: (name: string, reason: string) => Denial;
  readonly addedObject: (what: string, name: string) => Denial;
  readonly silentCall: (what: string) => Denial;
  readonly type: (name: string) => Denial;
  readonly setting: (name: string, reason: string) => Denial;
  readonly planOfProtected: () => Denial;
  readonly onlyOfProtected: (name: string) => Denial;
  readonly notRewritable: () => Denial;
};
/** The denial with the place that is to blame: `byteOffset` into the UTF-8 of `text`. */
export declare function at(denied: Denial, text: string, byteOffset: number): Denial;
//# sourceMappingURL=denials.d.ts.map
