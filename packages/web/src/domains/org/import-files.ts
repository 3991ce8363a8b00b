/** A chosen file as an import takes it. */
export interface ImportDocument {
  /** Its path inside the organisation's folder. */
  readonly file: string;
  readonly text: string;
}

/** What of the chosen files is sent, and the names of those that an import can't take. */
export interface ChosenFiles {
  readonly documents: readonly ImportDocument[];
  readonly leftOut: readonly string[];
}

/** The parts of a browser's `File` that are read here. */
interface Chosen {
  readonly name: string;
  /** `procore/learning/track.yaml` where a folder was chosen, else empty. */
  readonly webkitRelativePath: string;
  text(): Promise<string>;
}

/** Paths that the contract takes, of the files that organisations are made of. */
const readable = /^[a-z0-9][a-z0-9._/-]{0,199}\.(?:ya?ml|md)$/;

/** A file's path inside the chosen folder: without the folder's own name. */
function pathOf({ name, webkitRelativePath }: Chosen): string {
  return webkitRelativePath === ''
    ? name
    : webkitRelativePath.slice(webkitRelativePath.indexOf('/') + 1);
}

/** Reads YAML and Markdown files as they are at this moment, by path. */
export async function readFiles(files: readonly Chosen[]): Promise<ChosenFiles> {
  const named = files
    .map((file) => ({ path: pathOf(file), file }))
    .toSorted((one, other) => one.path.localeCompare(other.path));
  const taken = named.filter(({ path }) => readable.test(path));
  return {
    documents: await Promise.all(
      taken.map(async ({ path, file }) => ({ file: path, text: await file.text() })),
    ),
    leftOut: named.filter(({ path }) => !readable.test(path)).map(({ path }) => path),
  };
}
