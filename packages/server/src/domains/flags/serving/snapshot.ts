import type { Id } from '@throughline/contract';
import { compile, type Flag, type Ruleset, type Segment } from '@throughline/flag-engine';
import type { Configuration, Variation } from '../rules.ts';
import { servedFlag, servedSegment } from './served-flag.ts';
import type { LoadedFlag, LoadedSegment } from './serving-store.ts';

/** A flag in one environment, beside what the ruleset answers. */
export interface ServedFlag {
  readonly id: Id<'flag'>;
  readonly key: string;
  readonly type: string;
  readonly clientSide: boolean;
  readonly version: number;
  readonly variations: readonly Variation[];
  /** Null where nobody has configured it. */
  readonly configured: { readonly on: boolean; readonly configuration: Configuration } | null;
}

/** What one environment serves at one version; it never changes. */
export interface Snapshot {
  readonly environment: Id<'environment'>;
  readonly version: number;
  readonly ruleset: Ruleset;
  readonly flags: ReadonlyMap<string, ServedFlag>;
  readonly byId: ReadonlyMap<string, ServedFlag>;
  /** Flags and segments as the published SDKs take them, by key. */
  readonly sources: ReadonlyMap<string, Flag>;
  readonly segments: ReadonlyMap<string, Segment>;
}

/** What was loaded of flags and segments. */
export interface LoadedRules {
  readonly flags: readonly LoadedFlag[];
  readonly segments: readonly LoadedSegment[];
}

function asServed(flag: LoadedFlag, environment: string): ServedFlag {
  const configured = flag.configurations.get(environment);
  return {
    id: flag.id,
    key: flag.key,
    type: flag.type,
    clientSide: flag.clientSide,
    version: flag.revision + (configured?.revision ?? 0),
    variations: flag.variations,
    configured: configured ? { on: configured.on, configuration: configured.configuration } : null,
  };
}

/**
 * The snapshot after what was loaded; everything else is shared with the one before, which is
 * itself the answer where nothing changed. For a `fresh` one all flags and the environment's
 * segments are loaded, since segments may have gone.
 */
export function nextSnapshot(
  environment: Id<'environment'>,
  version: number,
  loaded: LoadedRules,
  before: Snapshot | undefined,
  fresh: boolean,
): Snapshot {
  const known = fresh ? undefined : before;
  const changes: Record<string, Flag | null> = {};
  const flags = new Map(known?.flags);
  const byId = new Map(known?.byId);
  const sources = new Map(known?.sources);
  for (const flag of loaded.flags) {
    const present = before?.flags.get(flag.key);
    if (!flag.active) {
      if (known && !present) continue;
      changes[flag.key] = null;
      flags.delete(flag.key);
      byId.delete(flag.id);
      sources.delete(flag.key);
      continue;
    }
    const served = asServed(flag, environment);
    const same = present?.version === served.version && present.id === flag.id;
    if (known && same) continue;
    // What didn't change stays the same object: its encoded form is found by it.
    const source =
      (same ? before?.sources.get(flag.key) : undefined) ??
      servedFlag(flag, flag.configurations.get(environment));
    changes[flag.key] = source;
    sources.set(flag.key, source);
    flags.set(flag.key, same ? present : served);
    byId.set(flag.id, same ? present : served);
  }
  if (known) {
    if (version === known.version && Object.keys(changes).length === 0) return known;
    const ruleset = known.ruleset.with({ flags: changes });
    return { environment, version, flags, byId, ruleset, sources, segments: known.segments };
  }
  const segments = new Map<string, Segment>();
  for (const segment of loaded.segments) {
    if (segment.environment !== environment) continue;
    const present = before?.segments.get(segment.key);
    const same = present?.version === segment.revision && present.salt === segment.salt;
    segments.set(segment.key, same ? present : servedSegment(segment));
  }
  const ruleset = compile({ flags: {}, segments: Object.fromEntries(segments) }).with({
    flags: changes,
  });
  return { environment, version, flags, byId, ruleset, sources, segments };
}
