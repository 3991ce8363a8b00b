import type { Id, OperationOf, ParsedInput } from '@throughline/contract';
import { authorise } from '../../platform/access/can.ts';
import type { WriteContext } from '../../platform/context.ts';
import { changeEntity, loadEntity } from '../../platform/entities/entity.ts';
import { replaceLinks } from '../../platform/entities/replace-links.ts';
import type { OperationsTables } from './tables.ts';

type Input = ParsedInput<OperationOf<'operations.changeIncident'>>['body'];

/** Corrects an incident. */
export async function changeIncident(
  context: WriteContext,
  id: Id<'incident'>,
  input: Input,
): Promise<number> {
  const { tx, actor } = context;
  const incident = await loadEntity(tx, actor, { kind: 'incident', id }, { lock: true });
  authorise(actor, 'contributor', incident.ownerUnit);
  const { title, summary, severity, service, deployment } = input;
  const revision = await changeEntity(context, incident, {
    title,
    summary,
    after: severity === undefined ? {} : { severity },
  });
  if (severity !== undefined) {
    await tx
      .$extendTables<OperationsTables>()
      .updateTable('incident')
      .set({ severity })
      .where('id', '=', id)
      .execute();
  }
  if (service !== undefined) {
    const wanted = service ? [{ entity: { kind: 'service' as const, id: service } }] : [];
    await replaceLinks(context, incident, 'affects', ['service'], wanted);
  }
  if (deployment !== undefined) {
    const wanted = deployment ? [{ entity: { kind: 'deployment' as const, id: deployment } }] : [];
    await replaceLinks(context, incident, 'caused_by', ['deployment'], wanted);
  }
  return revision;
}
