import type { EntityRef, OperationOf, ParsedInput } from '@throughline/contract';
import type { WriteContext } from '../../../platform/context.ts';
import { replaceLinks } from '../../../platform/entities/replace-links.ts';
import { problem } from '../../../platform/problem.ts';

type Wanted = Pick<
  ParsedInput<OperationOf<'strategy.changeInitiative'>>['body'],
  'serves' | 'dependsOn'
>;

/** Joins an initiative to what it serves and needs, where given. Throws `entity.circular`. */
export async function linkInitiative(
  context: WriteContext,
  initiative: EntityRef<'initiative'>,
  wanted: Wanted,
): Promise<void> {
  if (wanted.serves) {
    const served = wanted.serves.map(({ to, weight }) => ({ entity: to, weight }));
    const kinds = ['priority', 'objective', 'key_result'] as const;
    await replaceLinks(context, initiative, 'serves', kinds, served);
  }
  if (wanted.dependsOn) {
    const needed = wanted.dependsOn.map((id) => ({ entity: { kind: 'initiative' as const, id } }));
    await replaceLinks(context, initiative, 'depends_on', ['initiative'], needed);
  }
}

/** A target window ends on or after its beginning. Throws `invalid_input`. */
export function checkWindow(from: string | null, to: string | null): void {
  if (from !== null && to !== null && to < from) {
    throw problem('invalid_input', 'body.to: the window ends before it begins.');
  }
}
