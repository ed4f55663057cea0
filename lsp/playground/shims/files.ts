/** What the judge's parser reads from its package: the WebAssembly that lies beside this worker. All other files are those of the host in memory. */
export async function readFile(path: string): Promise<Uint8Array<ArrayBuffer>> {
  const response = await fetch(new URL(path.slice(path.lastIndexOf('/') + 1), self.location.href));
  if (!response.ok) throw new Error(`${path} cannot be fetched: ${response.status}`);
  return new Uint8Array(await response.arrayBuffer());
}
