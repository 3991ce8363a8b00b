import { problem } from '../../../platform/problem.ts';

/** What an image is, read from its own bytes. */
export interface ImageFacts {
  readonly mediaType: 'image/png' | 'image/jpeg' | 'image/webp' | 'image/avif';
  readonly width: number;
  readonly height: number;
}

type Size = Pick<ImageFacts, 'width' | 'height'>;

const longestSide = 16_384;
const mostPixels = 64_000_000;

const ascii = (image: Buffer, at: number, length = 4) =>
  image.toString('latin1', at, Math.min(image.length, at + length));

/** PNG (W3C, 3rd edition, 5.2 and 11.2.1): the header comes first. */
function pngSize(image: Buffer): Size | undefined {
  if (image.length < 24 || ascii(image, 12) !== 'IHDR') return undefined;
  return { width: image.readUInt32BE(16), height: image.readUInt32BE(20) };
}

/** JPEG (ITU T.81, B.2): the frame header is the first of C0 to CF that is no table. */
function jpegSize(image: Buffer): Size | undefined {
  let at = 2;
  while (at + 9 <= image.length) {
    if (image[at] !== 0xff) return undefined;
    const marker = image[at + 1] ?? 0;
    const alone = marker === 0xff || marker === 0x01 || (marker >= 0xd0 && marker <= 0xd8);
    if (alone) {
      at += marker === 0xff ? 1 : 2;
      continue;
    }
    const table = marker === 0xc4 || marker === 0xc8 || marker === 0xcc;
    if (marker >= 0xc0 && marker <= 0xcf && !table) {
      return { height: image.readUInt16BE(at + 5), width: image.readUInt16BE(at + 7) };
    }
    at += 2 + image.readUInt16BE(at + 2);
  }
  return undefined;
}

/** WebP (RFC 9649, 2.5 to 2.7): lossy, lossless or extended. */
function webpSize(image: Buffer): Size | undefined {
  if (image.length < 30) return undefined;
  switch (ascii(image, 12)) {
    case 'VP8 ':
      return {
        width: image.readUInt16LE(26) & 0x3fff,
        height: image.readUInt16LE(28) & 0x3fff,
      };
    case 'VP8L': {
      const bits = image.readUInt32LE(21);
      return { width: (bits & 0x3fff) + 1, height: ((bits >>> 14) & 0x3fff) + 1 };
    }
    case 'VP8X':
      return { width: image.readUIntLE(24, 3) + 1, height: image.readUIntLE(27, 3) + 1 };
    default:
      return undefined;
  }
}

/** AVIF (ISO/IEC 23008-12, 6.5.3): of all items with a spatial extent the image is the largest. */
function avifSize(image: Buffer): Size | undefined {
  const head = image.subarray(0, 64 * 1024);
  let largest: Size | undefined;
  for (let at = head.indexOf('ispe'); at >= 0; at = head.indexOf('ispe', at + 4)) {
    if (at + 16 > head.length) break;
    const size = { width: head.readUInt32BE(at + 8), height: head.readUInt32BE(at + 12) };
    if (!largest || size.width * size.height > largest.width * largest.height) largest = size;
  }
  return largest;
}

function kindOf(image: Buffer): { mediaType: ImageFacts['mediaType']; size: Size | undefined } {
  if (ascii(image, 0, 8) === '\x89PNG\r\n\x1a\n') {
    return { mediaType: 'image/png', size: pngSize(image) };
  }
  if (ascii(image, 0, 3) === '\xff\xd8\xff') {
    return { mediaType: 'image/jpeg', size: jpegSize(image) };
  }
  if (ascii(image, 0) === 'RIFF' && ascii(image, 8) === 'WEBP') {
    return { mediaType: 'image/webp', size: webpSize(image) };
  }
  // The brand, or one of those that the file is compatible with.
  const brands = ascii(image, 4) === 'ftyp' ? ascii(image, 8, 32) : '';
  if (/avi[fs]/.test(brands)) return { mediaType: 'image/avif', size: avifSize(image) };
  throw problem('delivery.image_unreadable', 'Send a PNG, JPEG, WebP or AVIF image.');
}

/**
 * What an image is by its own bytes, whatever it was called, and how large it would be drawn. Throws
 * `delivery.image_unreadable`.
 */
export function imageFacts(bytes: Uint8Array): ImageFacts {
  const { mediaType, size } = kindOf(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength));
  if (!size || size.width === 0 || size.height === 0) {
    throw problem('delivery.image_unreadable', 'The image is damaged: its size cannot be read.');
  }
  const { width, height } = size;
  if (width > longestSide || height > longestSide || width * height > mostPixels) {
    throw problem(
      'delivery.image_unreadable',
      `${width} × ${height} pixels are more than can be shown: at most ${longestSide} a side.`,
    );
  }
  return { mediaType, width, height };
}
