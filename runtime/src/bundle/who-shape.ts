/** What `matchers/NAME.who.json` holds. It comes out of a bundle whose signature and digests were verified; still, it is only shown if it is this. */
import * as v from 'valibot';
import type { WhoSummary } from '../abi.ts';

const text = v.string();
const texts = v.array(text);

export const whoShape: v.GenericSchema<unknown, WhoSummary> = v.strictObject({
  source: text,
  tables: v.array(
    v.strictObject({
      ...{ name: text, kind: text },
      classes: v.nullable(v.array(v.strictObject({ ways: texts, witness: v.nullable(text), rules: texts }))),
      groups: v.array(
        v.strictObject({
          name: text,
          rows: v.array(
            v.strictObject({
              ...{ name: text, about: text },
              cells: v.array(
                v.strictObject({
                  style: v.picklist(['value', 'part', 'equality', 'nothing', 'none', 'open']),
                  words: text,
                }),
              ),
            }),
          ),
        }),
      ),
    }),
  ),
  omitted: v.number(),
});
