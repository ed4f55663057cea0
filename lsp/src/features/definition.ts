/** Where what is named at the cursor is declared: in policies, in schemas, or the file that a path names. */
import { isApi } from '@dlpc/compiler';
import { type Location, Range } from 'vscode-languageserver/node';
import { rangeIn, uriOf } from '../convert.ts';
import { fieldPlaces, operationPlace } from '../symbols/api-places.ts';
import type { Occurrence, PolicySymbol } from '../symbols/policy-symbol.ts';
import { nameAtCursor, namesMeaning } from '../symbols/project-names.ts';
import { relationPlace } from '../symbols/schema-places.ts';
import { sourceTexts } from '../symbols/source-texts.ts';
import type { FeatureContext } from './feature-context.ts';

export function definition(context: FeatureContext): Location[] {
  const found = nameAtCursor(context);
  return found === null ? [] : placesOf(context, found.symbol);
}

/** The places that declare `symbol`. */
export function placesOf(context: FeatureContext, symbol: PolicySymbol): Location[] {
  switch (symbol.kind) {
    case 'file':
      return [{ uri: uriOf(symbol.path), range: Range.create(0, 0, 0, 0) }];
    case 'operation': {
      const [text] = sourceTexts(context.result, symbol.source);
      const place = text === undefined ? null : operationPlace(text, symbol.operation);
      return place === null ? [] : locationOf(context, { span: place });
    }
    case 'relation':
    case 'column': {
      const { source, relation } = symbol;
      if (isApi(source)) {
        const column = symbol.kind === 'column' ? symbol.column : null;
        const places = fieldPlaces(source, relation, column, context.textOf);
        return places.flatMap((span) => locationOf(context, { span }));
      }
      const texts = sourceTexts(context.result, symbol.source);
      const place = relationPlace(texts, symbol.relation);
      if (place === null) return [];
      const column = symbol.kind === 'column' ? place.columns.get(symbol.column.name) : undefined;
      const span = column ?? place.span;
      const text = texts.find(({ file }) => file === span.file);
      return text === undefined ? [] : [{ uri: uriOf(span.file), range: rangeIn(text, span) }];
    }
    default:
      return namesMeaning(context, symbol)
        .filter(({ declares }) => declares)
        .flatMap((occurrence) => locationOf(context, occurrence));
  }
}

/** A place in a file whose text is not known is left out. */
export function locationOf({ textOf }: FeatureContext, { span }: Pick<Occurrence, 'span'>): Location[] {
  const text = textOf(span.file);
  return text === null ? [] : [{ uri: uriOf(span.file), range: rangeIn(text, span) }];
}
