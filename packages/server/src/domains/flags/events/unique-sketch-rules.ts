/**
 * Counts different things in little space: HyperLogLog with 4,096 registers and hashes of 64 bits
 * (Flajolet et al. 2007), read by Ertl's estimator (“New cardinality estimation algorithms for
 * HyperLogLog sketches”, 2017), which has no bias at any size. The standard error is
 * 1.04 / √4096 = 1.6 %; up to a few hundred it is nearly exact.
 */
export type UniqueSketch = Uint8Array;

const indexBits = 12;
/** How many registers a sketch has: bytes. */
const sketchSize = 2 ** indexBits;
const rankBits = 64 - indexBits;

/** A sketch that has seen nothing. */
export function emptySketch(): UniqueSketch {
  return new Uint8Array(sketchSize);
}

/** Adds one thing by its hash, of which the first eight bytes are read. */
export function addToSketch(sketch: UniqueSketch, hash: Buffer): void {
  const high = hash.readUInt32BE(0);
  const low = hash.readUInt32BE(4);
  const index = high >>> (32 - indexBits);
  // Of the 52 bits that are left, 20 are in the first word.
  const rest = (high << indexBits) >>> 0;
  const zeros = rest === 0 ? 32 - indexBits + Math.clz32(low) : Math.clz32(rest);
  const rank = Math.min(zeros, rankBits) + 1;
  if (rank > (sketch[index] ?? 0)) sketch[index] = rank;
}

/** Adds what another sketch has seen. Doing it twice changes nothing. */
export function mergeSketch(into: UniqueSketch, other: UniqueSketch): void {
  for (let index = 0; index < sketchSize; index += 1) {
    const rank = other[index] ?? 0;
    if (rank > (into[index] ?? 0)) into[index] = rank;
  }
}

function sigma(share: number): number {
  if (share === 1) return Infinity;
  let [x, y, z] = [share, 1, share];
  for (let last = -1; z !== last; y *= 2) {
    x *= x;
    last = z;
    z += x * y;
  }
  return z;
}

function tau(share: number): number {
  if (share === 0 || share === 1) return 0;
  let [x, y, z] = [share, 1, 1 - share];
  for (let last = -1; z !== last;) {
    x = Math.sqrt(x);
    last = z;
    y *= 0.5;
    z -= (1 - x) ** 2 * y;
  }
  return z / 3;
}

/** About how many different things a sketch has seen. */
export function sketchEstimate(sketch: UniqueSketch): number {
  const counts = Array.from({ length: rankBits + 2 }, () => 0);
  for (const rank of sketch) counts[rank] = (counts[rank] ?? 0) + 1;
  let z = sketchSize * tau(1 - (counts[rankBits + 1] ?? 0) / sketchSize);
  for (let rank = rankBits; rank >= 1; rank -= 1) z = 0.5 * (z + (counts[rank] ?? 0));
  z += sketchSize * sigma((counts[0] ?? 0) / sketchSize);
  return Math.round((sketchSize * sketchSize) / (2 * Math.LN2 * z));
}
