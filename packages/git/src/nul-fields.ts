/** The fields of a NUL-terminated stream, many at a time; what follows the last NUL comes last. */
export async function* nulFields(
  chunks: AsyncIterable<Buffer>,
): AsyncGenerator<string[], void, undefined> {
  let rest: Buffer[] = [];
  for await (const chunk of chunks) {
    const end = chunk.lastIndexOf(0);
    if (end < 0) {
      rest.push(chunk);
      continue;
    }
    // Cut only at a NUL, so that no character is torn in two.
    const whole = Buffer.concat([...rest, chunk.subarray(0, end)]);
    rest = [chunk.subarray(end + 1)];
    yield whole.toString('utf8').split('\0');
  }
  const last = Buffer.concat(rest);
  if (last.length > 0) yield [last.toString('utf8')];
}
