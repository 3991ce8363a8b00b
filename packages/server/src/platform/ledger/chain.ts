import { createHash } from 'node:crypto';

/** The part of a ledger row that the chain covers as it is; the payload only by its salted hash. */
export interface ChainedHeader {
  readonly position: number;
  readonly ledgerId: string;
  readonly at: Date;
  readonly actorKind: string;
  readonly actorId: string | null;
  readonly via: string;
  readonly action: string;
  readonly entityId: string | null;
  readonly revision: number | null;
  readonly schemaVersion: number;
  readonly payloadHash: Buffer;
}

/** The chain's hash at a row: SHA-256 of the hash before it and the row's header as JSON. */
export function chainHash(previous: Buffer, header: ChainedHeader): Buffer {
  const text = JSON.stringify([
    header.position,
    header.ledgerId,
    header.at.toISOString(),
    header.actorKind,
    header.actorId,
    header.via,
    header.action,
    header.entityId,
    header.revision,
    header.schemaVersion,
    header.payloadHash.toString('hex'),
  ]);
  return createHash('sha256').update(previous).update(text).digest();
}
