import { createHash } from 'node:crypto';

/** Registers of a sketch: 2^10 of them count to within about 3 %. */
const size = 1024;

/** An empty sketch of different recipients (HyperLogLog; Flajolet et al., 2007). */
export function emptyReach(): Buffer {
  return Buffer.alloc(size);
}

/** Notes a recipient; the same one again changes nothing. */
export function noteReach(registers: Buffer, recipient: string): void {
  const hash = createHash('sha1').update(recipient).digest();
  const index = hash.readUInt16BE(0) % size;
  const rank = Math.clz32(hash.readUInt32BE(4)) + 1;
  if ((registers[index] ?? 0) < rank) registers[index] = rank;
}

/** The sketch of those that are in either. */
export function mergeReach(one: Buffer, other: Buffer): Buffer {
  return Buffer.from(one.map((register, index) => Math.max(register, other[index] ?? 0)));
}

/** How many different recipients a sketch has seen, nearly. */
export function estimateReach(registers: Buffer): number {
  let sum = 0;
  let zeros = 0;
  for (const register of registers) {
    sum += 2 ** -register;
    if (register === 0) zeros += 1;
  }
  const raw = ((0.7213 / (1 + 1.079 / size)) * size * size) / sum;
  // Few recipients are counted by the registers that nobody has touched.
  return Math.round(raw <= 2.5 * size && zeros > 0 ? size * Math.log(size / zeros) : raw);
}
