import type { OperationOf, OutputOf } from '@throughline/contract';
import { EmptyState } from '../ui/empty-state.tsx';
import { Section } from '../ui/section.tsx';
import { Status } from '../ui/status.tsx';
import { Table, type TableColumn } from '../ui/table.tsx';
import { TextLink } from '../ui/text-link.tsx';
import { Age } from '../ui/time.tsx';
import { stateTone, stateWord } from './state-tone.ts';

type Tests = OutputOf<OperationOf<'release.getChange'>>['tests'];
type Run = Tests['runs'][number];

const columns: readonly TableColumn<Run>[] = [
  {
    id: 'job',
    header: 'Job',
    cell: (run) => (
      <TextLink quiet href={`/tests?run=${run.ref}`}>
        {run.job}
      </TextLink>
    ),
  },
  {
    id: 'state',
    header: 'State',
    width: '8rem',
    cell: (run) => <Status tone={stateTone(run.state)} word={stateWord(run.state)} plain />,
  },
  { id: 'passed', header: 'Passed', align: 'end', width: '6rem', cell: (run) => run.passed },
  { id: 'failed', header: 'Failed', align: 'end', width: '6rem', cell: (run) => run.failed },
  { id: 'skipped', header: 'Skipped', align: 'end', width: '6rem', cell: (run) => run.skipped },
  { id: 'at', header: 'Reported', align: 'end', width: '7rem', cell: (run) => <Age at={run.at} /> },
];

const looks = {
  green: { tone: 'on-track', word: 'Green' },
  red: { tone: 'off-track', word: 'Red' },
  unknown: { tone: 'unknown', word: 'Unknown' },
} as const;

/** What the tests of a commit say: the newest run of each job. */
export function TestsSection({ tests }: { readonly tests: Tests }) {
  return (
    <Section title="Tests" note={`of commit ${tests.sha.slice(0, 10)}`}>
      {tests.runs.length === 0 ? (
        <EmptyState
          sentence="No test has reported on this commit."
          example="CI uploads the JUnit XML of each job: see Tests."
        />
      ) : (
        <>
          <p className="flex flex-wrap items-center gap-2">
            <Status {...looks[tests.state]} />
            {tests.says}
          </p>
          <Table
            label="Tests"
            columns={columns}
            rows={tests.runs}
            rowKey={(run) => run.ref}
            rowName={(run) => run.job}
          />
        </>
      )}
    </Section>
  );
}
