import { pickModule, UnknownName } from '../../bench/pick-module.ts';
import type { Soak } from './soak.ts';

/** `npm run soak -- <name> [arguments]`: runs one long test; a second Ctrl-C ends it at once. */
async function main(): Promise<void> {
  const [name, ...args] = process.argv.slice(2);
  const module = await pickModule(import.meta.dirname, name, ['run', 'soak']);
  if (!isSoak(module['run'])) throw new Error(`test/soak/${name}.ts exports no run()`);
  const stop = new AbortController();
  process.once('SIGINT', () => stop.abort());
  process.once('SIGTERM', () => stop.abort());
  const started = performance.now();
  await module['run']({ args, signal: stop.signal });
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  console.log(`${name}: ${stop.signal.aborted ? 'stopped' : 'passed'} after ${seconds} s`);
}

function isSoak(exported: unknown): exported is Soak {
  return typeof exported === 'function';
}

try {
  await main();
} catch (error) {
  if (!(error instanceof UnknownName)) throw error;
  console.error(`npm run soak -- <name> [arguments]\n${error.message}`);
  process.exitCode = 2;
}
