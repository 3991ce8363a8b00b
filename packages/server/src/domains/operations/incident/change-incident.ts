import type { Id, OperationOf, ParsedInput } from '@throughline/contract';
import type { WriteContext } from '../../../platform/context.ts';
import { changeEntity } from '../../../platform/entities/entity.ts';
import { replaceLinks } from '../../../platform/entities/replace-links.ts';
import { problem } from '../../../platform/problem.ts';
import { loadToChange } from '../policy.ts';
import type { OperationsTables } from '../tables.ts';
import { loadIncident } from './incident-store.ts';

type Input = ParsedInput<OperationOf<'operations.changeIncident'>>['body'];

const one = <K extends 'service' | 'deployment' | 'infrastructure_change'>(
  kind: K,
  id: Id<K> | null,
) => (id ? [{ entity: { kind, id } }] : []);

/** The kind of cause that a chosen cause says, where nobody says another. */
function causeSaid({ causeKind, deployment, change }: Input): Input['causeKind'] {
  if (causeKind) return causeKind;
  if (deployment) return 'deployment';
  return change ? 'infrastructure-change' : undefined;
}

/** Corrects an incident: what it hurts, how badly, what it came from. */
export async function changeIncident(
  context: WriteContext,
  id: Id<'incident'>,
  input: Input,
): Promise<number> {
  const { tx, now } = context;
  const incident = await loadToChange(context, { kind: 'incident', id });
  const { title, summary, severity, impact, cause, startedAt } = input;
  const { service, deployment, change, accounts } = input;
  const causeKind = causeSaid(input);
  if (startedAt !== undefined) {
    const began = Date.parse(startedAt);
    const { resolved_at, mitigated_at } = await loadIncident(tx, id);
    const latest = Math.min(
      now.epochMilliseconds,
      resolved_at?.getTime() ?? Infinity,
      mitigated_at?.getTime() ?? Infinity,
    );
    if (began > latest) {
      throw problem('invalid_input', 'startedAt: an incident began before it was over, or now.');
    }
  }
  const columns = {
    ...(severity === undefined ? {} : { severity }),
    ...(impact === undefined ? {} : { impact }),
    ...(cause === undefined ? {} : { cause }),
    ...(causeKind === undefined ? {} : { cause_kind: causeKind }),
    ...(startedAt === undefined ? {} : { opened_at: new Date(startedAt) }),
  };
  const revision = await changeEntity(context, incident, { title, summary, after: columns });
  if (Object.keys(columns).length > 0) {
    await tx
      .$extendTables<OperationsTables>()
      .updateTable('incident')
      .set(columns)
      .where('id', '=', id)
      .execute();
  }
  if (service !== undefined) {
    await replaceLinks(context, incident, 'affects', ['service'], one('service', service));
  }
  if (accounts !== undefined) {
    const wanted = accounts.map((account) => ({
      entity: { kind: 'account' as const, id: account },
    }));
    await replaceLinks(context, incident, 'affects', ['account'], wanted);
  }
  if (deployment !== undefined) {
    const wanted = one('deployment', deployment);
    await replaceLinks(context, incident, 'caused_by', ['deployment'], wanted);
  }
  if (change !== undefined) {
    const wanted = one('infrastructure_change', change);
    await replaceLinks(context, incident, 'caused_by', ['infrastructure_change'], wanted);
  }
  return revision;
}
