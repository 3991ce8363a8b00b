import { access } from './access.ts';
import { catalog } from './catalog.ts';
import { decisions } from './decisions.ts';
import { delivery } from './delivery.ts';
import { engagement } from './engagement.ts';
import { entities } from './entities.ts';
import { flags } from './flags.ts';
import { imports } from './imports.ts';
import { insights } from './insights.ts';
import { learning } from './learning.ts';
import { launch } from './launch.ts';
import { mail } from './mail.ts';
import { notify } from './notify.ts';
import type { Operation } from './operation.ts';
import { org } from './org.ts';
import { platform } from './platform.ts';
import { rehearsal } from './rehearsal.ts';
import { release } from './release.ts';
import { rhythm } from './rhythm.ts';
import { savedViews } from './saved-views.ts';
import { serviceOperations } from './service-operations.ts';
import { strategy } from './strategy.ts';

/** Every operation of the API, by domain. */
export const operations = {
  platform,
  access,
  entities,
  decisions,
  insights,
  imports,
  savedViews,
  mail,
  rehearsal,
  org,
  catalog,
  learning,
  strategy,
  delivery,
  engagement,
  operations: serviceOperations,
  launch,
  release,
  rhythm,
  flags,
  notify,
};

type Operations = typeof operations;

/** An operation's name: `strategy.createInitiative`. */
export type OperationId = {
  [D in keyof Operations & string]: `${D}.${keyof Operations[D] & string}`;
}[keyof Operations & string];

/** The declaration behind an operation's name. */
export type OperationOf<Id extends OperationId> = Id extends `${infer D}.${infer Name}`
  ? D extends keyof Operations
    ? Name extends keyof Operations[D]
      ? Operations[D][Name] extends Operation
        ? Operations[D][Name]
        : never
      : never
    : never
  : never;

/** Every operation with its name, in the order of their declaration. */
export function allOperations(): { id: OperationId; domain: string; operation: Operation }[] {
  return Object.entries(operations).flatMap(([domain, group]) =>
    Object.entries(group).map(([name, operation]) => ({
      id: `${domain}.${name}` as OperationId,
      domain,
      operation: operation as Operation,
    })),
  );
}
