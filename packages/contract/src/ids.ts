import { z } from 'zod';
import { isEntityKind, kindOfPrefix, prefixOf, type EntityKind, type Kind } from './kinds.ts';

declare const idBrand: unique symbol;
declare const referenceBrand: unique symbol;

/** A record's key inside the server: a bare UUID (version 7), branded with its kind. */
export type Id<K extends Kind = Kind> = string & { readonly [idBrand]: K };

/** A record's name outside the server: `ini_01jd…`, the prefix of its kind and 26 characters. */
export type Reference<K extends Kind = Kind> = string & { readonly [referenceBrand]: K };

/** Crockford's base 32, lower case, as the TypeID specification 0.3 uses it. */
const alphabet = '0123456789abcdefghjkmnpqrstvwxyz';
const values = new Map(Array.from(alphabet, (character, value) => [character, value]));

/**
 * The wire form of an id: the kind's prefix, an underscore, and the UUID's 128 bits as 26 characters
 * of base 32 (TypeID 0.3), so that references sort by creation time and survive a double click.
 */
export function toReference<K extends Kind>(kind: K, id: string): Reference<K> {
  const hex = id.replaceAll('-', '');
  let bits = 0;
  let count = 2; // 130 bits in 26 characters: two leading zero bits
  let text = '';
  for (const digit of hex) {
    bits = (bits << 4) | Number.parseInt(digit, 16);
    count += 4;
    if (count >= 5) {
      count -= 5;
      text += alphabet[bits >> count];
      bits &= (1 << count) - 1;
    }
  }
  return `${prefixOf(kind)}_${text}` as Reference<K>;
}

/** A reference's kind and UUID, or undefined where it is none. */
export function parseReference(reference: string): { kind: Kind; id: Id } | undefined {
  const match = /^([a-z]{3})_([0-7][0-9a-hjkmnp-tv-z]{25})$/.exec(reference);
  const kind = match?.[1] && kindOfPrefix(match[1]);
  if (!match?.[2] || !kind) return undefined;
  let hex = '';
  let bits = 0;
  let count = -2; // the first character carries three bits
  for (const character of match[2]) {
    bits = (bits << 5) | (values.get(character) ?? 0);
    count += 5;
    while (count >= 4) {
      count -= 4;
      hex += (bits >> count).toString(16);
      bits &= (1 << count) - 1;
    }
  }
  const id = `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
  return { kind, id: id as Id };
}

/** An entity's kind and id, as operations that take any kind know it. */
export interface EntityRef<K extends EntityKind = EntityKind> {
  readonly kind: K;
  readonly id: Id<K>;
}

const pattern = (prefix: string) => new RegExp(`^${prefix}_[0-7][0-9a-hjkmnp-tv-z]{25}$`);

/** Input: a reference of one kind, parsed to the bare id. */
export function idOf<K extends Kind>(kind: K) {
  return z
    .string()
    .regex(pattern(prefixOf(kind)), `must be a reference such as ${prefixOf(kind)}_01jd…`)
    .transform((text) => parseReference(text)?.id as Id<K>);
}

/** Input: a reference of any of the given entity kinds (all, without arguments), parsed. */
export function entityRefOf<K extends EntityKind>(...kinds: readonly K[]) {
  const accepted = kinds.length === 0 ? '[a-z]{3}' : `(${kinds.map(prefixOf).join('|')})`;
  return z
    .string()
    .regex(pattern(accepted), 'must be the reference of an entity')
    .transform((text, context): EntityRef<K> => {
      const parsed = parseReference(text);
      if (!parsed || !isEntityKind(parsed.kind)) {
        context.addIssue({ code: 'custom', message: 'must be the reference of an entity' });
        return z.NEVER;
      }
      return { kind: parsed.kind as K, id: parsed.id as Id<K> };
    });
}

/** Output: a reference of one kind, as text. */
export function referenceOf<K extends Kind>(kind: K) {
  return z
    .custom<Reference<K>>((value) => typeof value === 'string')
    .meta({
      type: 'string',
      pattern: `^${prefixOf(kind)}_[0-7][0-9a-hjkmnp-tv-z]{25}$`,
      examples: [`${prefixOf(kind)}_01jd3sbzq4fkv8m3xw9r2c5y7n`],
    });
}

/** Output: a reference of any entity kind, as text. */
export function anyReference() {
  return z
    .custom<Reference<EntityKind>>((value) => typeof value === 'string')
    .meta({ type: 'string', pattern: '^[a-z]{3}_[0-7][0-9a-hjkmnp-tv-z]{25}$' });
}
