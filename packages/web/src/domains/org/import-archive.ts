/** A text file inside an archive. */
export interface ArchiveFile {
  /** Its path with `/` between folders. */
  readonly file: string;
  readonly text: string;
}

const table = Uint32Array.from({ length: 256 }, (_, byte) => {
  let value = byte;
  for (let bit = 0; bit < 8; bit += 1) {
    value = value & 1 ? 0xed_b8_83_20 ^ (value >>> 1) : value >>> 1;
  }
  return value;
});

/** CRC-32 as ZIP has it (reflected polynomial EDB88320). */
export function crc32(bytes: Uint8Array): number {
  let rest = 0xff_ff_ff_ff;
  for (const byte of bytes) rest = (table[(rest ^ byte) & 0xff] ?? 0) ^ (rest >>> 8);
  return (rest ^ 0xff_ff_ff_ff) >>> 0;
}

/** Little-endian numbers one after the other: `[width in bytes, value]`. */
function packed(...fields: readonly (readonly [width: 2 | 4, value: number])[]): Uint8Array {
  const bytes = new Uint8Array(fields.reduce((sum, [width]) => sum + width, 0));
  const view = new DataView(bytes.buffer);
  let at = 0;
  for (const [width, value] of fields) {
    if (width === 2) view.setUint16(at, value, true);
    else view.setUint32(at, value, true);
    at += width;
  }
  return bytes;
}

/** What the local header and the central one of a file have in common (APPNOTE 4.3.7, 4.3.12). */
function description(name: Uint8Array, data: Uint8Array): Uint8Array {
  return packed(
    // Version 2.0; names are UTF-8; stored as it is; midnight of 1 January 1980.
    ...([
      [2, 20],
      [2, 0x08_00],
      [2, 0],
      [2, 0],
      [2, 0x21],
    ] as const),
    [4, crc32(data)],
    [4, data.length],
    [4, data.length],
    [2, name.length],
    [2, 0],
  );
}

function joined(parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

/** The files as one ZIP archive, uncompressed; the same files give the same bytes. */
export function archiveOf(files: readonly ArchiveFile[]): Uint8Array<ArrayBuffer> {
  const encoder = new TextEncoder();
  const contents: Uint8Array[] = [];
  const directory: Uint8Array[] = [];
  let offset = 0;
  for (const { file, text } of files) {
    const name = encoder.encode(file);
    const data = encoder.encode(text);
    const common = description(name, data);
    const local = [packed([4, 0x04_03_4b_50]), common, name, data];
    directory.push(
      packed([4, 0x02_01_4b_50], [2, 20]),
      common,
      packed([2, 0], [2, 0], [2, 0], [4, 0], [4, offset]),
      name,
    );
    contents.push(...local);
    offset += local.reduce((sum, part) => sum + part.length, 0);
  }
  const size = directory.reduce((sum, part) => sum + part.length, 0);
  const end = packed(
    ...([
      [4, 0x06_05_4b_50],
      [2, 0],
      [2, 0],
    ] as const),
    [2, files.length],
    [2, files.length],
    [4, size],
    [4, offset],
    [2, 0],
  );
  return joined([...contents, ...directory, end]);
}
