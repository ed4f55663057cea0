/** Small OpenAPI documents for tests, and what loading them gives. */
import { memoryHost } from '../../../compiler/src/host/memory-host.ts';
import { type ApiLoad, loadApi } from '../../../compiler/src/openapi/load-api.ts';
import type { ApiModel, Shape } from '../../../compiler/src/openapi/model/api-model.ts';

/** A document with these schemas, each of which an operation `getNAME` gives; `more` replaces parts of it. */
export function apiOf(schemas: Readonly<Record<string, unknown>>, more: object = {}): string {
  const paths = Object.fromEntries(
    Object.keys(schemas).map((name) => [
      `/${name}`,
      {
        get: {
          operationId: `get${name}`,
          responses: {
            200: {
              description: '',
              content: { 'application/json': { schema: { $ref: `#/components/schemas/${name}` } } },
            },
          },
        },
      },
    ]),
  );
  return JSON.stringify({
    openapi: '3.1.0',
    info: { title: 'test', version: '1' },
    paths,
    components: { schemas },
    ...more,
  });
}

/** Loads `main.json` of these files. */
export async function load(
  files: Readonly<Record<string, string>>,
  main = 'api/main.json',
): Promise<ApiLoad> {
  const loaded = await loadApi(memoryHost(files), main, ['api']);
  if (typeof loaded === 'string') throw new Error(loaded);
  return loaded;
}

/** The model of a document without problems. */
export async function modelOf(text: string): Promise<ApiModel> {
  const { model, problems } = await load({ 'api/main.json': text });
  if (model === null || problems.length > 0) throw new Error(JSON.stringify(problems));
  return model;
}

/** The kinds and sentences of all problems, each with the text that it points at. */
export async function problemsOf(files: Readonly<Record<string, string>>): Promise<readonly string[]> {
  const { problems } = await load(files);
  return problems.map(
    ({ kind, message, file, start, end }) => `${kind}: ${message} [${files[file]?.slice(start, end)}]`,
  );
}

/** The properties of what a component's name leads to, through lists and maps too. */
export function propertiesOf(model: ApiModel, name: string, ...path: readonly string[]): readonly string[] {
  let shape: Shape | undefined = model.objects.get(name)?.starts[0];
  for (const step of path) {
    if (step === '[]') shape = shape?.items?.shape;
    else if (step === '*') shape = shape?.additional?.shape;
    else shape = shape?.properties.get(step)?.shape;
  }
  return [...(shape?.properties.keys() ?? [])].sort();
}
