/** One relation: classes of callers across; commands and columns down; then who the classes are, and by which rules. */
import { useCallback } from 'preact/hooks';
import type { Api } from '../api.ts';
import { Scroll } from '../scroll.tsx';
import { useAsked } from '../use-asked.ts';

export interface WhoTableViewProps {
  readonly api: Api;
  readonly source: string;
  readonly table: string;
}

export function WhoTableView({ api, source, table }: WhoTableViewProps) {
  const ask = useCallback(() => api.whoTable(source, table), [api, source, table]);
  const { value, error } = useAsked(ask);
  if (error !== null) return <p role="alert">{error.message}</p>;
  if (value === null) return <p class="quiet">Asking…</p>;
  const { name, kind, classes, groups } = value;
  return (
    <article class="detail" aria-label={`Who sees what of ${name}`}>
      <h3>
        <code>
          {source}.{name}
        </code>{' '}
        <span class="quiet">{kind}</span>
      </h3>
      {classes === null ? (
        <p>Callers are told apart in too many ways for a table: ask `dlpc who`.</p>
      ) : classes.length === 0 ? (
        <p class="quiet">Nobody may do anything with it.</p>
      ) : (
        <>
          <Scroll name="Who sees what">
            <table class="matrix">
              <thead>
                <tr>
                  <td />
                  {classes.map(({ ways }, index) => (
                    <th key={letter(index)} scope="col">
                      {letter(index)}
                      {ways.map((way) => (
                        <code class="way" key={way}>
                          {way}
                        </code>
                      ))}
                    </th>
                  ))}
                </tr>
              </thead>
              {groups.map((group) => (
                <tbody key={group.name}>
                  {group.name === '' ? null : (
                    <tr>
                      <th scope="rowgroup" colSpan={classes.length + 1} class="group">
                        {group.name}
                      </th>
                    </tr>
                  )}
                  {group.rows.map((row) => (
                    <tr key={row.name}>
                      <th scope="row">
                        <code>{row.name}</code> <span class="quiet">{row.about}</span>
                      </th>
                      {row.cells.map(({ style, words }, index) => (
                        <td key={letter(index)} class={`sight-${style}`}>
                          {words}
                        </td>
                      ))}
                    </tr>
                  ))}
                </tbody>
              ))}
            </table>
          </Scroll>
          <p class="quiet">Whoever is in no class gets nothing of it.</p>
          <details>
            <summary>Who they are, and by which rules</summary>
            <ol type="A">
              {classes.map(({ ways, witness, rules }, index) => (
                <li key={letter(index)}>
                  {ways.map((way) => (
                    <div key={way}>
                      <code>{way}</code>
                    </div>
                  ))}
                  {witness === null ? null : (
                    <div class="quiet">
                      such as <code>{witness}</code>
                    </div>
                  )}
                  <ul>
                    {rules.map((rule) => (
                      <li key={rule}>
                        <code>{rule}</code>
                      </li>
                    ))}
                  </ul>
                </li>
              ))}
            </ol>
          </details>
        </>
      )}
    </article>
  );
}

/** A, B, …, Z; more classes no table has. */
function letter(index: number): string {
  return String.fromCodePoint(65 + index);
}
