import type { LogLine } from '../../ui/log-view.tsx';

// Colours and cursor moves of terminals (ECMA-48): CSI … final byte, and OSC … BEL.
const escapeCode = String.fromCharCode(27);
const bell = String.fromCharCode(7);
const terminalCodes = new RegExp(
  `${escapeCode}(?:\\[[0-?]*[ -/]*[@-~]|\\][^${bell}]*${bell})`,
  'g',
);

/** A log's text as lines: terminal codes are left out, an overwritten line shows its last state. */
export function logLines(text: string): readonly LogLine[] {
  const lines = text.replaceAll(terminalCodes, '').split('\n');
  if (lines.at(-1) === '') lines.pop();
  return lines.map((line, sequence) => ({
    sequence,
    text: line.replace(/\r$/, '').split('\r').at(-1) ?? '',
  }));
}
