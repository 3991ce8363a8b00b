import type { WebDomain } from '../api/web-domain.ts';
import { catalog } from '../domains/catalog/index.ts';
import { delivery } from '../domains/delivery/index.ts';
import { engagement } from '../domains/engagement/index.ts';
import { flags } from '../domains/flags/index.ts';
import { launch } from '../domains/launch/index.ts';
import { learning } from '../domains/learning/index.ts';
import { notify } from '../domains/notify/index.ts';
import { operations } from '../domains/operations/index.ts';
import { org } from '../domains/org/index.ts';
import { release } from '../domains/release/index.ts';
import { rhythm } from '../domains/rhythm/index.ts';
import { strategy } from '../domains/strategy/index.ts';
import { home } from '../home/pages.ts';

/** All domains in the order of the line, from what we bet on to who hears of it; then who we are. */
export const domains: readonly WebDomain[] = [
  home,
  rhythm,
  strategy,
  catalog,
  delivery,
  release,
  flags,
  notify,
  launch,
  engagement,
  operations,
  learning,
  org,
];
