/**
 * A server reduced to its database: owns the data directory named by its first argument until it is
 * told to end. Prints one JSON object per line: `{ ready }`, then `{ lost }` or `{ refused }`.
 */
import {
  EmbeddedPostgresError,
  startEmbeddedPostgres,
} from '../../packages/server/src/platform/embedded-postgres/index.ts';

const [dataDir = '', address = ''] = process.argv.slice(2);

function tell(line: object): void {
  process.stdout.write(`${JSON.stringify(line)}\n`);
}

try {
  const database = await startEmbeddedPostgres({
    dataDir,
    say: () => undefined,
    checkout: process.cwd(),
    address,
  });
  process.once('SIGTERM', () => void database.stop());
  void database.lost.then((error) => {
    tell({ lost: error.message });
    process.exitCode = 3;
  });
  tell({ ready: { ...database.connection, adopted: database.adopted } });
} catch (error) {
  if (!(error instanceof EmbeddedPostgresError)) throw error;
  tell({ refused: error.message });
  process.exitCode = 1;
}
