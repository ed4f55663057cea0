/**
 * The form of a `.vsix`: an Open Packaging Conventions archive (ECMA-376 part 2) with the files below `extension/`, a
 * list of media types, and a manifest that repeats what a gallery needs of package.json. The same files give the same bytes.
 */
import { zipSync } from 'fflate';

/** What is read of the extension's package.json. */
export interface ExtensionManifest {
  readonly name: string;
  readonly displayName: string;
  readonly description: string;
  readonly version: string;
  readonly publisher: string;
  readonly categories: readonly string[];
  readonly keywords: readonly string[];
  readonly engines: { readonly vscode: string };
  readonly extensionKind: readonly string[];
}

const MEDIA_TYPES: Readonly<Record<string, string>> = {
  cjs: 'application/javascript',
  js: 'application/javascript',
  json: 'application/json',
  md: 'text/markdown',
  mjs: 'application/javascript',
  png: 'image/png',
  txt: 'text/plain',
  vsixmanifest: 'text/xml',
  wasm: 'application/wasm',
};

/** The earliest time that an archive can name; of what a clock says nobody wants to know. */
const TIME = new Date(1980, 0, 1);

/** Packs `files`, by their paths in the extension. Throws on a file whose media type is not known here. */
export function packVsix(manifest: ExtensionManifest, files: ReadonlyMap<string, Uint8Array>): Uint8Array {
  const text = (content: string): Uint8Array => new TextEncoder().encode(content);
  const sorted = [...files].sort(([a], [b]) => (a < b ? -1 : 1));
  const names = ['extension.vsixmanifest', ...sorted.map(([name]) => name)];
  return zipSync(
    {
      'extension.vsixmanifest': text(vsixManifest(manifest)),
      '[Content_Types].xml': text(contentTypes(names)),
      ...Object.fromEntries(sorted.map(([name, content]) => [`extension/${name}`, content])),
    },
    { mtime: TIME, level: 9 },
  );
}

function contentTypes(names: readonly string[]): string {
  const endings = [...new Set(names.map((name) => name.slice(name.lastIndexOf('.') + 1)))].sort();
  const rows = endings.map((ending) => {
    const type = MEDIA_TYPES[ending];
    if (type === undefined) throw new Error(`no media type is known for .${ending}`);
    return `  <Default Extension=".${ending}" ContentType="${type}"/>`;
  });
  return `<?xml version="1.0" encoding="utf-8"?>
<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">
${rows.join('\n')}
</Types>
`;
}

function vsixManifest(manifest: ExtensionManifest): string {
  const property = (id: string, value: string): string =>
    `      <Property Id="Microsoft.VisualStudio.Code.${id}" Value="${escaped(value)}"/>`;
  return `<?xml version="1.0" encoding="utf-8"?>
<PackageManifest Version="2.0.0" xmlns="http://schemas.microsoft.com/developer/vsx-schema/2011">
  <Metadata>
    <Identity Language="en-US" Id="${escaped(manifest.name)}" Version="${escaped(manifest.version)}" Publisher="${escaped(manifest.publisher)}"/>
    <DisplayName>${escaped(manifest.displayName)}</DisplayName>
    <Description xml:space="preserve">${escaped(manifest.description)}</Description>
    <Tags>${escaped(manifest.keywords.join(','))}</Tags>
    <Categories>${escaped(manifest.categories.join(','))}</Categories>
    <GalleryFlags>Public</GalleryFlags>
    <Properties>
${property('Engine', manifest.engines.vscode)}
${property('ExtensionDependencies', '')}
${property('ExtensionPack', '')}
${property('ExtensionKind', manifest.extensionKind.join(','))}
${property('LocalizedLanguages', '')}
    </Properties>
    <License>extension/LICENSE.txt</License>
    <Icon>extension/icon.png</Icon>
  </Metadata>
  <Installation>
    <InstallationTarget Id="Microsoft.VisualStudio.Code"/>
  </Installation>
  <Dependencies/>
  <Assets>
    <Asset Type="Microsoft.VisualStudio.Code.Manifest" Path="extension/package.json" Addressable="true"/>
    <Asset Type="Microsoft.VisualStudio.Services.Content.Details" Path="extension/README.md" Addressable="true"/>
    <Asset Type="Microsoft.VisualStudio.Services.Content.License" Path="extension/LICENSE.txt" Addressable="true"/>
    <Asset Type="Microsoft.VisualStudio.Services.Icons.Default" Path="extension/icon.png" Addressable="true"/>
  </Assets>
</PackageManifest>
`;
}

function escaped(text: string): string {
  return text.replace(/[&<>"]/g, (character) => `&#${character.charCodeAt(0)};`);
}
