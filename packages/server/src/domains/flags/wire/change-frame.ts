import type { Snapshot } from '../serving/snapshot.ts';
import { encodedSource, serverPayload } from '../serving/server-payload.ts';
import type { SnapshotChange } from './snapshot-change-rules.ts';

const frame = (event: string, json: string) => `event: ${event}\ndata: ${json}\n\n`;

/** A comment: it keeps connections open, and no client hears it. */
export const heartbeatFrame = Buffer.from(':\n\n');

/** Tells a client-side SDK that it should ask again. */
export const pingFrame = Buffer.from(frame('ping', '{}'));

const puts = new WeakMap<Snapshot, Buffer>();

/** Everything that a server-side SDK needs, as its stream begins. Encoded once a version. */
export function putFrame(snapshot: Snapshot): Buffer {
  let put = puts.get(snapshot);
  if (!put) {
    put = Buffer.concat([
      Buffer.from('event: put\ndata: {"path":"/","data":'),
      serverPayload(snapshot).json,
      Buffer.from('}\n\n'),
    ]);
    puts.set(snapshot, put);
  }
  return put;
}

/** A change for server-side SDKs: one buffer for all of them. */
export function changeFrame(snapshot: Snapshot, change: SnapshotChange): Buffer {
  if (change.whole) return putFrame(snapshot);
  const parts: string[] = [];
  const patch = (path: string, json: string) =>
    parts.push(frame('patch', `{"path":${JSON.stringify(path)},"data":${json}}`));
  for (const key of change.segments) {
    const segment = snapshot.segments.get(key);
    if (segment) patch(`/segments/${key}`, encodedSource(segment));
  }
  for (const key of change.flags) {
    const flag = snapshot.sources.get(key);
    if (flag) patch(`/flags/${key}`, encodedSource(flag));
  }
  for (const [key, version] of change.gone) {
    parts.push(frame('delete', JSON.stringify({ path: `/flags/${key}`, version })));
  }
  return Buffer.from(parts.join(''));
}

/** All flags for one context, as a client-side stream begins. */
export function clientPutFrame(json: string): Buffer {
  return Buffer.from(frame('put', json));
}

/** One flag for one context. */
export function clientPatch(json: string): string {
  return frame('patch', json);
}

/** A flag that client-side SDKs may not see any more. */
export function clientDelete(key: string, version: number): string {
  return frame('delete', JSON.stringify({ key, version }));
}

/** Tells an OFREP provider to evaluate again, at this version or a later one. */
export function refetchFrame({ version }: Snapshot): Buffer {
  const data = { type: 'refetchEvaluation', etag: String(version) };
  return Buffer.from(`id: ${version}\ndata: ${JSON.stringify(data)}\n\n`);
}
