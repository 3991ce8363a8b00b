import { expect, test } from 'vitest';
import { archiveOf, crc32 } from './import-archive.ts';

test('CRC-32 has its published check value', () => {
  // "123456789" is the check string of the CRC catalogue; CRC-32/ISO-HDLC gives CBF43926.
  expect(crc32(new TextEncoder().encode('123456789'))).toBe(0xcb_f4_39_26);
});

test('an archive has the bytes that the ZIP specification asks for', () => {
  const hex = archiveOf([{ file: 'a/b', text: 'hi' }]).toHex();
  // CRC-32 of "hi" is D8932AAC. 30 + 3 + 2 bytes of file, then 46 + 3 of directory at 35 = 23h.
  const common = '14000008000000002100ac2a93d8020000000200000003000000';
  expect(hex).toBe(
    `504b0304${common}612f626869` +
      `504b01021400${common}${'00'.repeat(10)}00000000612f62` +
      '504b0506000000000100010031000000230000000000',
  );
});
