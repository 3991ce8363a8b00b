/**
 * npm run rehearse -- [--people 1000] [--months 12] [--seed 7] [--data data/rehearse] [--exit]
 *
 * Generates a rehearsal organisation of any size in a data folder of its own (or in the empty
 * database that DATABASE_URL names) and serves it until Ctrl-C. PORT is 4001 unless told.
 */
import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { parseArgs } from 'node:util';
import { createApiClient } from './api-client.ts';
import { generateHistory } from './generate-history.ts';
import { zone } from './period.ts';

const { values } = parseArgs({
  options: {
    people: { type: 'string', default: '1000' },
    months: { type: 'string', default: '12' },
    seed: { type: 'string', default: '7' },
    data: { type: 'string', default: 'data/rehearse' },
    exit: { type: 'boolean', default: false },
  },
});

const say = (line: string) => process.stdout.write(`${line}\n`);
const checkout = resolve(import.meta.dirname, '../..');
const data = resolve(checkout, values.data);
const port = process.env['PORT'] ?? '4001';
const url = `http://127.0.0.1:${port}`;
const key = randomBytes(24).toString('hex');
const folder = join(data, 'repositories');

if (existsSync(data)) {
  say(`${data} exists already: remove it, or name another folder with --data.`);
  process.exit(1);
}
await mkdir(folder, { recursive: true });

const size = {
  people: Number(values.people),
  months: Number(values.months),
  seed: Number(values.seed),
  today: Temporal.Now.plainDateISO(zone).toString(),
};
const begins = Temporal.PlainDate.from(size.today)
  .subtract({ months: size.months })
  .toZonedDateTime({ timeZone: zone })
  .toInstant();

const server = spawn(process.execPath, [join(checkout, 'packages/server/src/main.ts')], {
  cwd: checkout,
  env: {
    ...process.env,
    PORT: port,
    THROUGHLINE_DATA: data,
    THROUGHLINE_ADMIN_KEY: key,
    THROUGHLINE_REHEARSAL: begins.toString(),
    THROUGHLINE_REPOSITORY_ROOTS: folder,
  },
  stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
});
const ended = once(server, 'close');
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.on(signal, () => server.kill('SIGTERM'));
}
const { stdout } = server;
if (!stdout) throw new Error('the server has no output');
await new Promise<void>((ready, fail) => {
  createInterface({ input: stdout }).on('line', (line) => {
    if (line.includes('Throughline runs at ')) ready();
  });
  void ended.then(() => fail(new Error('the server ended before it was ready')));
});

const started = performance.now();
let month = '';
await generateHistory({
  url,
  key,
  folder,
  size,
  told({ progress, says }) {
    const now = /\d{4}-\d\d/.exec(says)?.[0] ?? says;
    if (now !== month) say(`${Math.round(progress * 100)} %  ${says}`);
    month = now;
  },
});
const seconds = Math.round((performance.now() - started) / 1000);

const api = createApiClient(url);
const { identity } = await api.call({ key }, 'access.getSession', {});
const { holds, sealedTo } = await api.call({ key }, 'platform.verifyLedger', {});
const { signInLink } = await api.call({ key }, 'access.createSignInLink', {
  params: { id: identity?.ref ?? '' },
});
api.close();
say(
  `Generated in ${seconds} s: ${sealedTo} ledger entries, whose chain ${holds ? 'holds' : 'is BROKEN'}.`,
);
if (values.exit) server.kill('SIGTERM');
else say(`Sign in, once: ${signInLink}`);
await ended;
process.exit(holds ? 0 : 1);
