import { zipSync } from 'fflate';

/** Parts of an Office Open XML package by their name, without a leading slash. */
export type OoxmlParts = Readonly<Record<string, string | Uint8Array>>;

/** A text within XML. What XML 1.0 has no form for is left out. */
export function escaped(text: string): string {
  return text
    .replaceAll(/[\p{Cc}\uFFFE\uFFFF]/gu, (one) => (one === '\n' || one === '\t' ? one : ''))
    .replaceAll(/\p{Cs}/gu, '')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}

export const xmlHead = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';
const relationshipTypes = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';

/** A relationships part: `rId1` and on, in the order given. */
export function relationships(
  targets: readonly (readonly [type: string, target: string])[],
): string {
  const lines = targets.map(([type, target], index) => {
    const whole = type.startsWith('http') ? type : `${relationshipTypes}/${type}`;
    return `<Relationship Id="rId${index + 1}" Type="${whole}" Target="${target}"/>`;
  });
  return `${xmlHead}<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">${lines.join('')}</Relationships>`;
}

/** The list of content types: exactly the parts that there are. */
export function contentTypes(overrides: Readonly<Record<string, string>>): string {
  const lines = Object.entries(overrides).map(
    ([part, type]) => `<Override PartName="/${part}" ContentType="${type}"/>`,
  );
  return `${xmlHead}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Default Extension="xlsx" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"/>${lines.join('')}</Types>`;
}

/** Zips a package. The same parts give the same bytes: entries carry one fixed time. */
export function ooxmlPackage(parts: OoxmlParts): Uint8Array {
  const bytes = new TextEncoder();
  const files = Object.entries(parts).map(([name, part]) => [
    name,
    typeof part === 'string' ? bytes.encode(part) : part,
  ]);
  // Written in local time: these parts of a date are the same in every zone.
  return zipSync(Object.fromEntries(files) as Record<string, Uint8Array>, {
    mtime: new Date(2000, 0, 1),
    level: 6,
  });
}
