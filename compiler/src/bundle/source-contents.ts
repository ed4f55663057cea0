/** What there is in a compiled source, in names and numbers: for the manifest, and for those who compile. */
import type { SourceContents } from '@dlpc/runtime/abi';
import type { IrApi, IrSource } from '../ir/ir.ts';

/** Counts policies, rules, relations and the columns that they protect. */
export function sourceContents({ policies, rules, relations }: IrSource): SourceContents {
  const columns = relations.flatMap((relation) => relation.columns);
  return {
    policies: policies.map(({ name }) => name),
    rules: rules.length,
    relations: relations.length,
    protectedColumns: columns.filter(({ labels }) => labels.length > 0).length,
  };
}

/** Counts policies, rules, operations and the fields that are labelled. */
export function apiContents({ policies, rules, operations, fields }: IrApi): SourceContents {
  return {
    policies: policies.map(({ name }) => name),
    rules: rules.length,
    relations: operations.length,
    protectedColumns: fields.filter(({ found }) => found === null).length,
  };
}
