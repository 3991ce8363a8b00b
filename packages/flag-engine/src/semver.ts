/** A semantic version; build metadata plays no part in comparisons and is dropped. */
export interface Version {
  readonly major: number;
  readonly minor: number;
  readonly patch: number;
  readonly prerelease: readonly (string | number)[];
}

/** Tells a parsed version from the `null` of a text that is none. */
export function isVersion(value: unknown): value is Version {
  return typeof value === 'object' && value !== null && 'prerelease' in value;
}

const none: readonly never[] = [];
const longest = 256;
const whole =
  /^v?(0|[1-9]\d*)\.(0|[1-9]\d*)\.(0|[1-9]\d*)(?:-([\da-zA-Z.-]+))?(?:\+([\da-zA-Z.-]+))?$/;
const numericParts = /^\d+(\.\d+)?(\.\d+)?/;
const digits = /^\d+$/;

function identifiers(text: string): readonly (string | number)[] | null {
  const result: (string | number)[] = [];
  for (const each of text.split('.')) {
    if (each === '') return null;
    if (!digits.test(each)) result.push(each);
    else if (each.length > 1 && each.startsWith('0')) return null;
    else result.push(Number(each) < Number.MAX_SAFE_INTEGER ? Number(each) : each);
  }
  return result;
}

function parseWhole(text: string): Version | null {
  if (text.length > longest) return null;
  const found = whole.exec(text.trim());
  if (found === null) return null;
  const [major, minor, patch] = [Number(found[1]), Number(found[2]), Number(found[3])];
  if (Math.max(major, minor, patch) > Number.MAX_SAFE_INTEGER) return null;
  const prerelease = found[4] === undefined ? none : identifiers(found[4]);
  if (prerelease === null || found[5]?.split('.').includes('')) return null;
  return { major, minor, patch, prerelease };
}

/** Plain `1.2.3`, `1.2` or `1`, which is what nearly all versions are, without a pattern. */
function parsePlain(text: string): Version | null {
  let part = 0;
  let value = 0;
  let length = 0;
  let major = 0;
  let minor = 0;
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code === 46 && length > 0 && part < 2) {
      if (part === 0) major = value;
      else minor = value;
      part += 1;
      value = 0;
      length = 0;
    } else if (code >= 48 && code <= 57 && length < 9 && (length === 0 || value > 0)) {
      value = value * 10 + code - 48;
      length += 1;
    } else return null;
  }
  if (length === 0) return null;
  if (part === 0) return { major: value, minor: 0, patch: 0, prerelease: none };
  if (part === 1) return { major, minor: value, patch: 0, prerelease: none };
  return { major, minor, patch: value, prerelease: none };
}

/**
 * Reads a version as the published SDKs do: SemVer 2.0, missing minor and patch numbers count as
 * 0, surrounding space is dropped, and a leading `v` is refused.
 */
export function parseVersion(text: unknown): Version | null {
  if (typeof text !== 'string' || text.startsWith('v')) return null;
  const parsed = parsePlain(text) ?? parseWhole(text);
  if (parsed !== null) return parsed;
  const found = numericParts.exec(text);
  if (found === null) return null;
  const [head, minor, patch] = found;
  const padding = (minor === undefined ? '.0' : '') + (patch === undefined ? '.0' : '');
  return parseWhole(head + padding + text.slice(head.length));
}

function compareIdentifiers(a: string | number, b: string | number): number {
  const aNumeric = typeof a === 'number' || digits.test(a);
  const bNumeric = typeof b === 'number' || digits.test(b);
  if (aNumeric && bNumeric) return Math.sign(Number(a) - Number(b));
  if (aNumeric !== bNumeric) return aNumeric ? -1 : 1;
  return a < b ? -1 : a > b ? 1 : 0;
}

function comparePrerelease(a: Version['prerelease'], b: Version['prerelease']): number {
  if (a.length === 0 || b.length === 0) return Math.sign(b.length - a.length);
  for (let at = 0; at < Math.min(a.length, b.length); at += 1) {
    const order = compareIdentifiers(a[at] ?? '', b[at] ?? '');
    if (order !== 0) return order;
  }
  return Math.sign(a.length - b.length);
}

/** Precedence of two versions (SemVer 2.0, 11): negative, zero or positive. */
export function compareVersions(a: Version, b: Version): number {
  if (a.major !== b.major) return a.major - b.major;
  if (a.minor !== b.minor) return a.minor - b.minor;
  if (a.patch !== b.patch) return a.patch - b.patch;
  return comparePrerelease(a.prerelease, b.prerelease);
}
