import type { Id, OperationOf, ParsedInput } from '@throughline/contract';
import type { WriteContext } from '../../../platform/context.ts';
import { changeEntity } from '../../../platform/entities/entity.ts';
import { replaceLinks } from '../../../platform/entities/replace-links.ts';
import { loadToChange } from '../policy.ts';
import type { OperationsTables } from '../tables.ts';
import { dueOnOf } from './finding-rules.ts';
import { loadFinding } from './finding-store.ts';
import { readDeadlines } from './policy-store.ts';

type Input = ParsedInput<OperationOf<'operations.changeSecurityFinding'>>['body'];

/** Corrects a finding; another severity is another deadline. */
export async function changeSecurityFinding(
  context: WriteContext,
  id: Id<'security_finding'>,
  { title, summary, severity, service }: Input,
): Promise<number> {
  const { tx } = context;
  const finding = await loadToChange(context, { kind: 'security_finding', id });
  const moved =
    severity === undefined
      ? {}
      : {
          severity,
          due_on: dueOnOf(
            Temporal.PlainDate.from((await loadFinding(tx, id)).found_on),
            severity,
            await readDeadlines(tx),
          ),
        };
  const revision = await changeEntity(context, finding, { title, summary, after: moved });
  if (severity !== undefined) {
    await tx
      .$extendTables<OperationsTables>()
      .updateTable('security_finding')
      .set(moved)
      .where('id', '=', id)
      .execute();
  }
  if (service !== undefined) {
    const wanted = service ? [{ entity: { kind: 'service' as const, id: service } }] : [];
    await replaceLinks(context, finding, 'affects', ['service'], wanted);
  }
  return revision;
}
