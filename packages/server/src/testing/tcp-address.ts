import { connect, createServer, type AddressInfo } from 'node:net';

/**
 * The address of a test's database over TCP, as a connection to somebody else's database needs it: the
 * tests' server may listen on a socket alone, to which this opens a door on the loopback.
 */
export async function tcpAddress(
  connectionString: string,
): Promise<{ address: string; close: () => Promise<void> }> {
  const [, user = '', host = '', database = '', search = ''] =
    /^postgres(?:ql)?:\/\/([^@]*)@([^/]*)\/([^?]*)\??(.*)$/.exec(connectionString) ?? [];
  const folder = new URLSearchParams(search).get('host');
  if (folder === null) {
    return {
      address: `postgres://${user}@${host}/${database}?sslmode=disable`,
      close: async () => undefined,
    };
  }
  const port = new URLSearchParams(search).get('port') ?? '5432';
  const door = createServer((outside) => {
    const inside = connect(`${folder}/.s.PGSQL.${port}`);
    outside.pipe(inside).pipe(outside);
    outside.on('error', () => inside.destroy());
    inside.on('error', () => outside.destroy());
  });
  await new Promise<void>((resolve) => door.listen(0, '127.0.0.1', resolve));
  const { port: open } = door.address() as AddressInfo;
  return {
    address: `postgres://${user}@127.0.0.1:${open}/${database}?sslmode=disable`,
    close: () => new Promise((resolve) => door.close(() => resolve())),
  };
}
