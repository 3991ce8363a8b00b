/**
 * Fills a rehearsal's server that runs already: what the product starts when somebody asks for a
 * rehearsal organisation. Prints how far it is, one JSON object a line. The administrator's key is
 * in THROUGHLINE_ADMIN_KEY.
 */
import { parseArgs } from 'node:util';
import { generateHistory } from './generate-history.ts';
import { zone } from './period.ts';

const { values } = parseArgs({
  options: {
    url: { type: 'string' },
    folder: { type: 'string' },
    people: { type: 'string', default: '1000' },
    months: { type: 'string', default: '12' },
    seed: { type: 'string', default: '7' },
  },
});

// Who started this ends: so do we.
process.on('disconnect', () => process.exit(1));

await generateHistory({
  url: values.url ?? 'http://127.0.0.1:4001',
  key: process.env['THROUGHLINE_ADMIN_KEY'] ?? '',
  folder: values.folder ?? '',
  size: {
    people: Number(values.people),
    months: Number(values.months),
    seed: Number(values.seed),
    today: Temporal.Now.plainDateISO(zone).toString(),
  },
  told: (progress) => process.stdout.write(`${JSON.stringify(progress)}\n`),
});
process.exit(0);
