/** Where a file stands in the house; the rules speak of places, not of path patterns. */
export interface Place {
  /** `server` for `packages/server/…`; undefined outside packages. */
  readonly workspace: string | undefined;
  /** Below `src` of server or web: its folder, or its name where it lies directly in `src`. */
  readonly room: string | undefined;
  /** Set where the room is `domains`. */
  readonly domain: string | undefined;
  readonly isDoor: boolean;
  readonly isTest: boolean;
}

/** Tests, and what only tests use (a `testing` folder), may arrange what the walls forbid. */
function isTestPath(path: string): boolean {
  return /\.test\.tsx?$/.test(path) || path.includes('/testing/') || /^(?:test|bench)\//.test(path);
}

export function placeOf(path: string): Place {
  const [packages, workspace, src, room, ...rest] = path.split('/');
  const inPackage = packages === 'packages' && workspace !== undefined;
  const inSource = inPackage && src === 'src' && room !== undefined;
  const inDomain = inSource && room === 'domains' && rest.length > 1;
  return {
    workspace: inPackage ? workspace : undefined,
    room: inSource ? room.replace(/\.tsx?$/, '') : undefined,
    domain: inDomain ? rest[0] : undefined,
    isDoor: inDomain && rest.length === 2 && /^index\.tsx?$/.test(rest[1] ?? ''),
    isTest: isTestPath(path),
  };
}
