import { attributesOf, kindsOf } from './context.ts';
import type { Subject } from './context.ts';
import { isFields } from './untrusted.ts';
import type { Fields } from './untrusted.ts';

/**
 * Where an attribute lies: a name at a context's top level, or the names to follow. Names that
 * need care (`kind`, `anonymous`, and those that every object inherits) are paths of one.
 */
export type AttributePlace = string | readonly string[];

// `~` must be followed by 0 or 1 in a slash reference; the published check lets `|` and `^` pass.
const broken = /\/\/|^\/.*~[^0|^1]|~$/;

function unescape(name: string): string {
  return name.replaceAll('~1', '/').replaceAll('~0', '~');
}

/**
 * Reads an attribute reference. With `literal` (data that names no context kind) the text is a
 * top-level name as it stands; otherwise a leading slash makes it a path, `~1` standing for a
 * slash and `~0` for a tilde in a name. `_meta` can't be referred to. `null`
 * is a reference that leads nowhere.
 */
export function parseReference(text: string, literal: boolean): AttributePlace | null {
  if (text === '') return null;
  if (literal) return placeOf([text]);
  if (text === '/' || broken.test(text)) return null;
  const path = text.startsWith('/') ? text.slice(1).split('/').map(unescape) : [text];
  return path[0] === '_meta' ? null : placeOf(path);
}

function placeOf(path: readonly string[]): AttributePlace {
  const [name] = path;
  if (path.length > 1 || name === undefined) return path;
  const careful = name === 'kind' || name === 'anonymous' || name in Object.prototype;
  return careful ? path : name;
}

/** The attribute at that place in the subject's part of the given kind; `undefined` without one. */
export function readAttribute(subject: Subject, kind: string, place: AttributePlace): unknown {
  if (typeof place === 'string') return attributesOf(subject, kind)?.[place];
  if (place.length === 1) {
    if (place[0] === 'kind') return kindsOf(subject);
    if (place[0] === 'anonymous') return anonymityOf(attributesOf(subject, kind));
  }
  return follow(place, attributesOf(subject, kind));
}

function anonymityOf(attributes: Fields | undefined): boolean | undefined {
  return attributes === undefined ? undefined : !!attributes['anonymous'];
}

function follow(path: readonly string[], from: unknown): unknown {
  let current = from;
  for (const name of path) {
    if (!isFields(current) || !Object.hasOwn(current, name)) return undefined;
    current = current[name];
  }
  return current;
}
