/** How a label came to a column, for messages. */
import type { Relation } from '../schema/model.ts';
import type { CarriedLabel, CarriedLabels, LabelSource } from './carried-labels.ts';
import { relationText, sourceColumnText } from './names.ts';
import type { Source } from './program.ts';

/**
 * ``from `crm.customers.ssn` ``, and ``through `customer_list` `` where views and copies stand in between; null where the label was put
 * on the column itself.
 */
export function labelPathText(source: Source, carried: CarriedLabels, label: CarriedLabel): string | null {
  const through: Relation[] = [];
  let step: LabelSource | null = label.source;
  if (step === null) return null;
  for (;;) {
    const { relation, column }: LabelSource = step;
    const behind: CarriedLabel | undefined = carried
      .of(relation, column)
      .find((other) => other.label === label.label);
    if (behind?.source == null || through.includes(relation)) {
      const from = `from \`${sourceColumnText(source, relation, column)}\``;
      const names = through.toReversed().map((between) => `\`${relationText(source, between)}\``);
      return names.length === 0 ? from : `${from} through ${names.join(', ')}`;
    }
    through.push(relation);
    step = behind.source;
  }
}
