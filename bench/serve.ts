import { init } from '@launchdarkly/node-server-sdk';
import manifest from '../package.json' with { type: 'json' };
import { median } from './measure.ts';
import { lessIsBetter, moreIsBetter } from './row.ts';
import type { Row } from './row.ts';
import { sharedNow, startChild, type Child } from './serve/child.ts';
import { sendRequests } from './serve/requests.ts';
import { openStreams } from './serve/stream-clients.ts';

const rounds = 7;
const warmUps = 5;
const requests = 1000;
const manyStreams = 10_000;
const mostStreams = 15_000;
const broadcasts = 7;
const toggles = 200;

const raw = `node:http ${process.version}`;
const promise = 'the promise';

/** The server's CPU time for each of some requests, in milliseconds. */
async function cpuEach(child: Child, send: () => Promise<unknown>): Promise<number> {
  const before = await child.ask('usage');
  await send();
  const after = await child.ask('usage');
  return (after.cpuMs - before.cpuThenMs) / requests;
}

function percentile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((one, other) => one - other);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}

async function answers(ours: Child, peer: Child): Promise<Row[]> {
  const { port = '', client = '', server = '' } = ours.ready;
  const contextOf = (index: number) =>
    Buffer.from(`{"kind":"user","key":"user-${index}","plan":"pro"}`).toString('base64url');
  const known = await fetch(`http://127.0.0.1:${port}/sdk/latest-all`, {
    headers: { authorization: server },
  });
  await known.arrayBuffer();
  const etag = known.headers.get('etag') ?? '';
  let index = 0;
  const evaluateAll = () =>
    sendRequests(requests, port, () => ({
      path: `/sdk/evalx/${client}/contexts/${contextOf((index += 1))}`,
    }));
  const unchanged = () =>
    sendRequests(requests, port, () => ({
      path: '/sdk/latest-all',
      headers: { authorization: server, 'if-none-match': etag },
    }));
  const evaluate = (at: string) => () =>
    sendRequests(requests, at, (count) => ({
      method: 'POST',
      path: '/ofrep/v1/evaluate/flags/flag-7',
      headers: { authorization: `Bearer ${server}`, 'content-type': 'application/json' },
      body: `{"context":{"targetingKey":"user-${count}","plan":"pro"}}`,
    }));
  const samples = {
    all: { child: ours, send: evaluateAll, each: [] as number[] },
    unchanged: { child: ours, send: unchanged, each: [] as number[] },
    ofrep: { child: ours, send: evaluate(port), each: [] as number[] },
    raw: { child: peer, send: evaluate(peer.ready['port'] ?? ''), each: [] as number[] },
  };
  const expected = { all: 200, unchanged: 304, ofrep: 200, raw: 200 };
  // What is measured is the steady state: compilers are done before.
  for (let warm = 0; warm < warmUps; warm += 1) {
    for (const name of ['all', 'unchanged', 'ofrep', 'raw'] as const) {
      const status = await samples[name].send();
      if (status !== expected[name]) throw new Error(`${name} answered ${status}`);
    }
  }
  for (let round = 0; round < rounds; round += 1) {
    for (const sample of Object.values(samples)) {
      sample.each.push(await cpuEach(sample.child, sample.send));
    }
  }
  return [
    lessIsBetter({
      bench: 'serve: all of 100 flags for a context, over HTTP',
      ours: median(samples.all.each),
      against: 0.3,
      peer: promise,
      unit: 'ms CPU',
    }),
    lessIsBetter({
      bench: 'serve: a poll of what has not changed (304)',
      ours: median(samples.unchanged.each),
      against: 0.08,
      peer: promise,
      unit: 'ms CPU',
    }),
    moreIsBetter({
      bench: 'serve: one evaluation over OFREP, authenticated',
      ours: 1000 / median(samples.ofrep.each),
      against: 1000 / median(samples.raw.each),
      peer: raw,
      unit: 'requests/s CPU',
    }),
  ];
}

async function streams(ours: Child, peer: Child): Promise<Row[]> {
  const before = await ours.ask('usage');
  const mine = await openStreams(manyStreams, {
    port: ours.ready['port'] ?? '',
    path: '/all',
    authorization: ours.ready['server'] ?? '',
  });
  const idle = await ours.ask('usage');
  const late = { mine: [] as number[], theirs: [] as number[], stall: [] as number[] };
  for (let round = 0; round < broadcasts; round += 1) {
    const heard = mine.hear('event: patch');
    await ours.ask('usage');
    const began = await ours.ask<number>('broadcast');
    late.mine.push((await heard) - began);
    late.stall.push((await ours.ask('usage')).stallMs);
  }
  // One after the other: a process may hold only so many connections.
  mine.close();
  const theirs = await openStreams(manyStreams, {
    port: peer.ready['port'] ?? '',
    path: '/',
    authorization: 'none',
  });
  for (let round = 0; round < broadcasts; round += 1) {
    const heard = theirs.hear('event: patch');
    const began = await peer.ask<number>('broadcast');
    late.theirs.push((await heard) - began);
  }
  theirs.close();
  await peer.ask('closeStreams');
  return [
    lessIsBetter({
      bench: `serve: a change reaches the last of ${manyStreams} streams`,
      ours: median(late.mine),
      against: median(late.theirs),
      peer: `res.write in a loop, ${raw}`,
      unit: 'ms',
    }),
    lessIsBetter({
      bench: 'serve: the longest stall of the event loop meanwhile',
      ours: median(late.stall),
      against: 10,
      peer: promise,
      unit: 'ms',
    }),
    lessIsBetter({
      bench: 'serve: memory of an idle stream',
      ours: (idle.memory - before.memory) / manyStreams / 1024,
      against: 13,
      peer: promise,
      unit: 'KiB',
    }),
  ];
}

/** As many streams as one worker is to hold, over a whole round of heartbeats. */
async function held(ours: Child): Promise<Row[]> {
  const many = await openStreams(mostStreams, {
    port: ours.ready['port'] ?? '',
    path: '/all',
    authorization: ours.ready['server'] ?? '',
  });
  await many.hear('\n\n');
  const open = many.open();
  many.close();
  return [
    moreIsBetter({
      bench: 'serve: idle streams of server SDKs that hold and hear a heartbeat',
      ours: open,
      against: mostStreams,
      peer: promise,
      unit: 'streams',
    }),
  ];
}

/** From the commit of a toggle to the event in the published SDK. */
async function toggled(ours: Child): Promise<Row[]> {
  const address = `http://127.0.0.1:${ours.ready['port'] ?? ''}`;
  const client = init(ours.ready['server'] ?? '', {
    baseUri: address,
    streamUri: address,
    eventsUri: address,
    sendEvents: false,
    logger: { debug() {}, info() {}, warn() {}, error() {} },
  });
  await client.waitForInitialization({ timeout: 20 });
  const times: number[] = [];
  for (let round = 0; round < toggles; round += 1) {
    const heard = new Promise<number>((resolve) => {
      client.once('update:flag-7', () => resolve(sharedNow()));
    });
    const committed = await ours.ask<number>('toggle');
    times.push(Math.max(0, (await heard) - committed));
    await new Promise((resolve) => setTimeout(resolve, 30));
  }
  client.close();
  const version = manifest.devDependencies['@launchdarkly/node-server-sdk'];
  return [0.5, 0.99].map((share) =>
    lessIsBetter({
      bench: `serve: from commit to the Node SDK’s update event, p${share * 100}`,
      ours: percentile(times, share),
      against: 20,
      peer: `${promise}; LaunchDarkly Node SDK ${version}`,
      unit: 'ms',
    }),
  );
}

/**
 * `npm run bench -- serve`: what the data plane costs, each server in a process of its own. CPU
 * times are the server's alone; what is timed by the clock needs a machine that does nothing else.
 */
export default async function serve(): Promise<Row[]> {
  const [ours, peer] = await Promise.all([
    startChild('our-server.ts'),
    startChild('raw-server.ts'),
  ]);
  try {
    return [
      ...(await answers(ours, peer)),
      ...(await toggled(ours)),
      ...(await streams(ours, peer)),
      ...(await held(ours)),
    ];
  } finally {
    await ours.ask('stop');
    ours.end();
    peer.end();
  }
}
