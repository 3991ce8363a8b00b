import { posix } from 'node:path';
import { strFromU8, unzipSync } from 'fflate';
import sax from 'sax';

interface Element {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
}

/** The elements of a part, in order. Throws where it is not well-formed. */
export function elementsOf(xml: string): readonly Element[] {
  const found: Element[] = [];
  const parser = sax.parser(true);
  parser.onerror = (error) => {
    throw error;
  };
  parser.onopentag = ({ name, attributes }) => {
    const values = Object.entries(attributes).map(([key, value]) => [key, String(value)]);
    found.push({ name, attributes: Object.fromEntries(values) as Record<string, string> });
  };
  parser.write(xml).close();
  return found;
}

/** The parts of an Office Open XML package by name. */
export function partsOf(file: Uint8Array): ReadonlyMap<string, Uint8Array> {
  return new Map(Object.entries(unzipSync(file)));
}

/**
 * What would make a program offer to repair a package: a part that is declared and isn't there, or is
 * there and not declared, a relationship that leads nowhere or is used and not stated, XML that isn't
 * well-formed, two shapes of one id.
 */
export function ooxmlFaults(file: Uint8Array): string[] {
  const parts = partsOf(file);
  const faults: string[] = [];
  const elements = new Map<string, readonly Element[]>();
  for (const [name, bytes] of parts) {
    if (!/\.(?:xml|rels)$/.test(name)) continue;
    try {
      elements.set(name, elementsOf(strFromU8(bytes)));
    } catch (error) {
      faults.push(`${name} is not well-formed: ${String(error)}`);
    }
  }
  const types = elements.get('[Content_Types].xml') ?? [];
  const declared = new Set<string>();
  const endings = new Set<string>();
  for (const { name, attributes } of types) {
    if (name === 'Override') declared.add((attributes['PartName'] ?? '').slice(1));
    if (name === 'Default') endings.add(attributes['Extension'] ?? '');
  }
  for (const part of declared) if (!parts.has(part)) faults.push(`${part} is declared and missing`);
  for (const part of parts.keys()) {
    const ending = part.split('.').at(-1) ?? '';
    const known = declared.has(part) || (ending !== 'xml' && endings.has(ending));
    if (!known && part !== '[Content_Types].xml') faults.push(`${part} is not declared`);
  }
  for (const [name, found] of elements) {
    if (name.endsWith('.rels')) faults.push(...brokenRelationships(name, found, parts));
    else faults.push(...brokenReferences(name, found, elements));
  }
  return faults;
}

const ownerOf = (name: string) =>
  posix.join(posix.dirname(posix.dirname(name)), posix.basename(name, '.rels'));

function brokenRelationships(
  name: string,
  found: readonly Element[],
  parts: ReadonlyMap<string, Uint8Array>,
): string[] {
  const owner = ownerOf(name);
  const faults = name === '_rels/.rels' || parts.has(owner) ? [] : [`${name} belongs to no part`];
  for (const { attributes } of found.filter((one) => one.name === 'Relationship')) {
    const target = posix.join(posix.dirname(owner), attributes['Target'] ?? '');
    if (!parts.has(target)) faults.push(`${name} leads to ${target}, which is not there`);
  }
  return faults;
}

function brokenReferences(
  name: string,
  found: readonly Element[],
  elements: ReadonlyMap<string, readonly Element[]>,
): string[] {
  const faults: string[] = [];
  const stated = new Set(
    elements
      .get(posix.join(posix.dirname(name), '_rels', `${posix.basename(name)}.rels`))
      ?.map(({ attributes }) => attributes['Id']),
  );
  const ids = new Set<string>();
  for (const { name: element, attributes } of found) {
    const used = attributes['r:id'];
    if (used !== undefined && !stated.has(used)) faults.push(`${name} uses ${used}, never stated`);
    const id = element === 'p:cNvPr' ? attributes['id'] : undefined;
    if (id === undefined) continue;
    if (ids.has(id)) faults.push(`${name} has two shapes of id ${id}`);
    ids.add(id);
  }
  return faults;
}
