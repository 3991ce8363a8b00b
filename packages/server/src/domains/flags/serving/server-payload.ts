import { createHash } from 'node:crypto';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import type { Flag, Segment } from '@throughline/flag-engine';
import type { Snapshot } from './snapshot.ts';

const compress = promisify(gzip);

/** All flags and segments of one version, encoded once and shared by every answer. */
export interface ServerPayload {
  /** `{"flags":{…},"segments":{…}}` */
  readonly json: Buffer;
  /** The hash of the content: the same on every node. */
  readonly etag: string;
  /** Compressed when it is first asked for. */
  gzipped(): Promise<Buffer>;
}

const encodedSources = new WeakMap<Flag | Segment, string>();
const payloads = new WeakMap<Snapshot, ServerPayload>();

/** A flag or segment as JSON: encoded once for as long as it doesn't change. */
export function encodedSource(source: Flag | Segment): string {
  let text = encodedSources.get(source);
  if (text === undefined) {
    text = JSON.stringify(source);
    encodedSources.set(source, text);
  }
  return text;
}

function encodedMap(sources: ReadonlyMap<string, Flag | Segment>): string {
  const members = [...sources].map(
    ([key, source]) => `${JSON.stringify(key)}:${encodedSource(source)}`,
  );
  return `{${members.join(',')}}`;
}

/** What the server-side SDKs get of a snapshot: only what changed since the last is encoded. */
export function serverPayload(snapshot: Snapshot): ServerPayload {
  const known = payloads.get(snapshot);
  if (known) return known;
  const text = `{"flags":${encodedMap(snapshot.sources)},"segments":${encodedMap(snapshot.segments)}}`;
  const json = Buffer.from(text);
  let compressed: Promise<Buffer> | undefined;
  const payload: ServerPayload = {
    json,
    etag: `"${createHash('sha1').update(json).digest('base64url')}"`,
    gzipped: () => (compressed ??= compress(json)),
  };
  payloads.set(snapshot, payload);
  return payload;
}
