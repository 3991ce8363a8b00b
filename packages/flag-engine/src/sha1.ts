// Rollouts hash a short text for every evaluation, in browsers too, where the platform's SHA-1 is
// asynchronous. Only the first 60 bits of the digest are ever needed.

const schedule = new Int32Array(80);
const encoder = new TextEncoder();

// The five words of the running digest.
let h0 = 0;
let h1 = 0;
let h2 = 0;
let h3 = 0;
let h4 = 0;

function reset(): void {
  h0 = 0x67452301;
  h1 = 0xefcdab89 | 0;
  h2 = 0x98badcfe | 0;
  h3 = 0x10325476;
  h4 = 0xc3d2e1f0 | 0;
}

/** One block: its 16 words are expected at the start of the schedule (FIPS 180-4, 6.1.2). */
function compress(): void {
  const w = schedule;
  for (let t = 16; t < 80; t += 1) {
    const x = (w[t - 3] ?? 0) ^ (w[t - 8] ?? 0) ^ (w[t - 14] ?? 0) ^ (w[t - 16] ?? 0);
    w[t] = (x << 1) | (x >>> 31);
  }
  let a = h0;
  let b = h1;
  let c = h2;
  let d = h3;
  let e = h4;
  // Five rounds a turn let the letters rotate by name, without moving values about.
  for (let t = 0; t < 20; t += 5) {
    e = (((a << 5) | (a >>> 27)) + (d ^ (b & (c ^ d))) + e + 0x5a827999 + (w[t] ?? 0)) | 0;
    b = (b << 30) | (b >>> 2);
    d = (((e << 5) | (e >>> 27)) + (c ^ (a & (b ^ c))) + d + 0x5a827999 + (w[t + 1] ?? 0)) | 0;
    a = (a << 30) | (a >>> 2);
    c = (((d << 5) | (d >>> 27)) + (b ^ (e & (a ^ b))) + c + 0x5a827999 + (w[t + 2] ?? 0)) | 0;
    e = (e << 30) | (e >>> 2);
    b = (((c << 5) | (c >>> 27)) + (a ^ (d & (e ^ a))) + b + 0x5a827999 + (w[t + 3] ?? 0)) | 0;
    d = (d << 30) | (d >>> 2);
    a = (((b << 5) | (b >>> 27)) + (e ^ (c & (d ^ e))) + a + 0x5a827999 + (w[t + 4] ?? 0)) | 0;
    c = (c << 30) | (c >>> 2);
  }
  for (let t = 20; t < 40; t += 5) {
    e = (((a << 5) | (a >>> 27)) + (b ^ c ^ d) + e + 0x6ed9eba1 + (w[t] ?? 0)) | 0;
    b = (b << 30) | (b >>> 2);
    d = (((e << 5) | (e >>> 27)) + (a ^ b ^ c) + d + 0x6ed9eba1 + (w[t + 1] ?? 0)) | 0;
    a = (a << 30) | (a >>> 2);
    c = (((d << 5) | (d >>> 27)) + (e ^ a ^ b) + c + 0x6ed9eba1 + (w[t + 2] ?? 0)) | 0;
    e = (e << 30) | (e >>> 2);
    b = (((c << 5) | (c >>> 27)) + (d ^ e ^ a) + b + 0x6ed9eba1 + (w[t + 3] ?? 0)) | 0;
    d = (d << 30) | (d >>> 2);
    a = (((b << 5) | (b >>> 27)) + (c ^ d ^ e) + a + 0x6ed9eba1 + (w[t + 4] ?? 0)) | 0;
    c = (c << 30) | (c >>> 2);
  }
  for (let t = 40; t < 60; t += 5) {
    e = (((a << 5) | (a >>> 27)) + ((b & c) | (d & (b | c))) + e + 0x8f1bbcdc + (w[t] ?? 0)) | 0;
    b = (b << 30) | (b >>> 2);
    d =
      (((e << 5) | (e >>> 27)) + ((a & b) | (c & (a | b))) + d + 0x8f1bbcdc + (w[t + 1] ?? 0)) | 0;
    a = (a << 30) | (a >>> 2);
    c =
      (((d << 5) | (d >>> 27)) + ((e & a) | (b & (e | a))) + c + 0x8f1bbcdc + (w[t + 2] ?? 0)) | 0;
    e = (e << 30) | (e >>> 2);
    b =
      (((c << 5) | (c >>> 27)) + ((d & e) | (a & (d | e))) + b + 0x8f1bbcdc + (w[t + 3] ?? 0)) | 0;
    d = (d << 30) | (d >>> 2);
    a =
      (((b << 5) | (b >>> 27)) + ((c & d) | (e & (c | d))) + a + 0x8f1bbcdc + (w[t + 4] ?? 0)) | 0;
    c = (c << 30) | (c >>> 2);
  }
  for (let t = 60; t < 80; t += 5) {
    e = (((a << 5) | (a >>> 27)) + (b ^ c ^ d) + e + 0xca62c1d6 + (w[t] ?? 0)) | 0;
    b = (b << 30) | (b >>> 2);
    d = (((e << 5) | (e >>> 27)) + (a ^ b ^ c) + d + 0xca62c1d6 + (w[t + 1] ?? 0)) | 0;
    a = (a << 30) | (a >>> 2);
    c = (((d << 5) | (d >>> 27)) + (e ^ a ^ b) + c + 0xca62c1d6 + (w[t + 2] ?? 0)) | 0;
    e = (e << 30) | (e >>> 2);
    b = (((c << 5) | (c >>> 27)) + (d ^ e ^ a) + b + 0xca62c1d6 + (w[t + 3] ?? 0)) | 0;
    d = (d << 30) | (d >>> 2);
    a = (((b << 5) | (b >>> 27)) + (c ^ d ^ e) + a + 0xca62c1d6 + (w[t + 4] ?? 0)) | 0;
    c = (c << 30) | (c >>> 2);
  }
  h0 = (h0 + a) | 0;
  h1 = (h1 + b) | 0;
  h2 = (h2 + c) | 0;
  h3 = (h3 + d) | 0;
  h4 = (h4 + e) | 0;
}

/** Puts ASCII text into the block from byte `at`; false when it meets a character beyond ASCII. */
function place(text: string, at: number): boolean {
  const w = schedule;
  for (let i = 0; i < text.length; i += 1) {
    const code = text.charCodeAt(i);
    if (code > 127) return false;
    const byte = at + i;
    w[byte >> 2] = (w[byte >> 2] ?? 0) | (code << (24 - ((byte & 3) << 3)));
  }
  return true;
}

function digestOfBytes(bytes: Uint8Array): void {
  const blocks = Math.floor((bytes.length + 8) / 64) + 1;
  const padded = new DataView(new ArrayBuffer(blocks * 64));
  for (let i = 0; i < bytes.length; i += 1) padded.setUint8(i, bytes[i] ?? 0);
  padded.setUint8(bytes.length, 0x80);
  padded.setUint32(blocks * 64 - 8, Math.floor(bytes.length / 0x20000000));
  padded.setUint32(blocks * 64 - 4, bytes.length << 3);
  for (let block = 0; block < blocks; block += 1) {
    for (let word = 0; word < 16; word += 1) {
      schedule[word] = padded.getInt32(block * 64 + word * 4);
    }
    compress();
  }
}

/**
 * The first 60 bits of SHA-1 over the UTF-8 bytes of `prefix` followed by `text`, as a number:
 * what `parseInt` makes of the first 15 hexadecimal digits.
 */
export function sha1Head(prefix: string, text: string): number {
  const length = prefix.length + text.length;
  reset();
  // A block holds 55 bytes beside the end mark and the length.
  if (length <= 55 && fillBlock(prefix, text, length)) compress();
  else digestOfBytes(encoder.encode(prefix + text));
  return (h0 >>> 0) * 0x10000000 + (h1 >>> 4);
}

function fillBlock(prefix: string, text: string, length: number): boolean {
  schedule.fill(0, 0, 16);
  if (!place(prefix, 0) || !place(text, prefix.length)) return false;
  schedule[length >> 2] = (schedule[length >> 2] ?? 0) | (0x80 << (24 - ((length & 3) << 3)));
  schedule[15] = length << 3;
  return true;
}
