import { Status } from '../../ui/status.tsx';

/** The four severities, worst first. */
export const severityOptions = [
  { value: '1', label: '1: nobody can work' },
  { value: '2', label: '2: many can’t, or something is lost' },
  { value: '3', label: '3: some are slowed' },
  { value: '4', label: '4: barely felt' },
] as const;

/** An incident's severity as shape and word. */
export function Severity({ of }: { readonly of: number }) {
  const tone = of === 1 ? 'off-track' : of === 2 ? 'at-risk' : 'not-started';
  return <Status tone={tone} word={`Severity ${of}`} plain />;
}
