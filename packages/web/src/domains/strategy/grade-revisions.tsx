import type { OperationOf, OutputOf } from '@throughline/contract';
import { Section } from '../../ui/section.tsx';
import { Instant } from '../../ui/time.tsx';

type Revision = OutputOf<OperationOf<'strategy.getKeyResult'>>['gradeRevisions'][number];

/** How a grade changed after it froze at the close; nothing where it didn't. */
export function GradeRevisions({ revisions }: { readonly revisions: readonly Revision[] }) {
  if (revisions.length === 0) return null;
  return (
    <Section title="Revisions of the grade">
      <ol className="flex flex-col gap-1">
        {revisions.map(({ number, grade, reason, by, at }) => (
          <li key={number} className="flex flex-wrap items-baseline gap-x-4">
            <span className="figures">
              {number}: {grade === null ? 'no grade' : grade.toFixed(2)}
            </span>
            <span>{reason}</span>
            <span className="text-secondary">{by}</span>
            <Instant at={at} />
          </li>
        ))}
      </ol>
    </Section>
  );
}
