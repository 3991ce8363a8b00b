import { operations } from '@throughline/contract';
import { read, type Route } from '../../../platform/http/route.ts';
import type { RepositoryCaches } from '../repositories/repository-caches.ts';
import { findChange } from './views.ts';

const { release } = operations;

/** Binds “Where is my change?”. */
export function whereRoutes(deps: { caches: RepositoryCaches }): Route[] {
  return [
    read(release.findChange, (context, { query }) => findChange(context, deps.caches, query)),
  ];
}
