/** What the server uses of `node:url`. */
export function fileURLToPath(url: string | URL): string {
  return decodeURIComponent(new URL(url, 'file:///').pathname);
}

export function pathToFileURL(path: string): URL {
  const url = new URL('file:///');
  // A pathname that is set keeps these as they are.
  url.pathname = path.replace(/%/g, '%25').replace(/\\/g, '%5C');
  return url;
}
