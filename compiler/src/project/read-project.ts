/**
 * From the text of a `dlp.json` to a project, with a diagnostic for each thing that is wrong in it. A project that is wrong
 * pins nothing, so that nothing is compiled under a version that nobody asked for.
 */
import { type Diagnostic, diagnostic, nearest, type SourceText, type Span } from '@dlpc/language';
import { dirname, joinPath } from '../host/paths.ts';
import { type JsonField, topLevelFields } from './json-fields.ts';
import { LANGUAGE_VERSIONS, NEWEST_LANGUAGE, type Project } from './project.ts';

export interface ReadProject {
  readonly project: Project;
  readonly diagnostics: readonly Diagnostic[];
}

const FIELDS = ['$schema', 'language', 'policies'] as const;

export function readProject(source: SourceText): ReadProject {
  const none: Project = { file: source.file, language: NEWEST_LANGUAGE, policies: [dirname(source.file)] };
  const whole = source.span(0, source.contentEnd);
  const wrong = (span: Span, problem: string): Diagnostic =>
    diagnostic('malformed-project', span, { problem });

  const read = topLevelFields(source);
  if (!read.ok) return { project: none, diagnostics: [wrong(read.span ?? whole, read.problem)] };
  const diagnostics: Diagnostic[] = [];
  const fields = new Map<string, JsonField>();
  for (const field of read.fields) {
    if (fields.has(field.name)) diagnostics.push(wrong(field.span, `\`${field.name}\` stands here twice`));
    fields.set(field.name, field);
    if (FIELDS.some((known) => known === field.name)) continue;
    const near = nearest(field.name, FIELDS);
    const proposal = near === null ? '' : `; did you mean \`${near}\`?`;
    diagnostics.push(wrong(field.span, `a project has no field \`${field.name}\`${proposal}`));
  }

  const language = fields.get('language');
  if (language === undefined)
    diagnostics.push(wrong(whole, 'the project does not say which `language` it is written in'));
  else if (!LANGUAGE_VERSIONS.some((known) => known === language.value))
    diagnostics.push(
      diagnostic('unknown-language', language.span, {
        version: JSON.stringify(language.value),
        known: LANGUAGE_VERSIONS.join(', '),
      }),
    );

  const policies = fields.get('policies');
  const paths = policies === undefined ? ['.'] : pathsOf(policies.value);
  if (policies !== undefined && paths === null)
    diagnostics.push(
      wrong(
        policies.span,
        '`policies` is not a list of paths relative to the project, such as `["policies"]`',
      ),
    );
  return {
    project: {
      ...none,
      language: typeof language?.value === 'number' ? language.value : NEWEST_LANGUAGE,
      policies: (paths ?? ['.']).map((path) => joinPath(dirname(source.file), path)),
    },
    diagnostics,
  };
}

/** Relative paths with forward slashes; null for anything else. */
function pathsOf(value: unknown): readonly string[] | null {
  if (!Array.isArray(value) || value.length === 0) return null;
  const isPath = (path: unknown): path is string =>
    typeof path === 'string' && path !== '' && !path.startsWith('/') && !path.includes('\\');
  return value.every(isPath) ? value : null;
}
