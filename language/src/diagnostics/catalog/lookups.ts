/** DLP3080 to DLP3089: `lookup by equality` where it cannot be. */
import { entry } from './entry.ts';

export const lookupDiagnostics = {
  'lookup-of-type': entry<{
    column: string;
    type: string;
    /** How many more columns of the same statement cannot be looked up. */
    more: number;
    types: string;
  }>({
    code: 'DLP3080',
    severity: 'error',
    message: (p) =>
      `\`${p.column}\` of type \`${p.type}\` cannot be looked up by equality${p.more === 0 ? '' : `, nor can ${p.more} other ${p.more === 1 ? 'column' : 'columns'}`}`,
    hint: (p) => `what can is ${p.types}: leave it out, or name the columns for which it is meant`,
  }),
  'lookup-of-part': entry<{ column: string; more: number }>({
    code: 'DLP3081',
    severity: 'error',
    message: (p) =>
      `\`${p.column}\` cannot be looked up by equality, since a part of its values carries a label of its own${p.more === 0 ? '' : `; nor can ${p.more} other ${p.more === 1 ? 'column' : 'columns'}`}`,
    hint: () => 'only whole values are compared: leave it out, or name the columns for which it is meant',
  }),
};
