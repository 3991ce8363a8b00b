import { useState } from 'react';
import { useList } from '../../api/use-operation.ts';
import { useSearchState } from '../../api/use-search-state.ts';
import { Button } from '../../ui/button.tsx';
import { FilterBar } from '../../ui/filter-bar.tsx';
import { PageHeader } from '../../ui/page-header.tsx';
import { Tabs } from '../../ui/tabs.tsx';
import { FlakyTests } from './flaky-tests.tsx';
import { RequiredJobsDialog } from './required-jobs-dialog.tsx';
import { TestCaseDrawer } from './test-case-drawer.tsx';
import { TestRunDrawer } from './test-run-drawer.tsx';
import { TestRuns, runStates } from './test-runs.tsx';
import { UploadReportDialog } from './upload-report-dialog.tsx';

const tabs = [
  { id: 'runs', label: 'Runs' },
  { id: 'flaky', label: 'Flaky tests' },
] as const;

/** Results of tests by commit, and the tests that nobody can trust. */
export function TestsPage() {
  const [search, change] = useSearchState();
  const repositories = useList('release.listRepositories', { query: { limit: 200 } });
  const [uploading, setUploading] = useState(false);
  const [requiring, setRequiring] = useState(false);
  const { repository, run, test } = search;
  const state = runStates.find(({ value }) => value === search['state'])?.value;
  const tab = tabs.find(({ id }) => id === search['tab'])?.id ?? 'runs';
  const upload = (
    <Button icon="upload" onClick={() => setUploading(true)}>
      Upload a report
    </Button>
  );
  const filters = [
    {
      id: 'repository',
      label: 'Repository',
      value: repository,
      options: repositories.items.map(({ ref, title }) => ({ value: ref, label: title })),
    },
    ...(tab === 'runs' ? [{ id: 'state', label: 'State', value: state, options: runStates }] : []),
  ];
  return (
    <>
      <PageHeader
        title="Tests"
        description="What the tests of each commit said. Gates ask them whether a merge or a deployment may go on."
        actions={
          <>
            {repository !== undefined && (
              <Button onClick={() => setRequiring(true)}>Required jobs</Button>
            )}
            {upload}
          </>
        }
      />
      <Tabs
        label="Tests"
        tabs={tabs}
        value={tab}
        onValueChange={(id) => change({ tab: id === 'runs' ? undefined : id, state: undefined })}
      >
        <div className="flex flex-col gap-4">
          <FilterBar filters={filters} onFilterChange={(id, value) => change({ [id]: value })} />
          {tab === 'runs' ? (
            <TestRuns repository={repository} state={state} upload={upload} />
          ) : (
            <FlakyTests repository={repository} />
          )}
        </div>
      </Tabs>
      {run !== undefined && test === undefined && (
        <TestRunDrawer run={run} onClose={() => change({ run: undefined })} />
      )}
      {test !== undefined && (
        <TestCaseDrawer test={test} onClose={() => change({ test: undefined })} />
      )}
      {requiring && repository !== undefined && (
        <RequiredJobsDialog repository={repository} onClose={() => setRequiring(false)} />
      )}
      {uploading && (
        <UploadReportDialog
          repositories={repositories.items}
          repository={repository}
          onClose={() => setUploading(false)}
        />
      )}
    </>
  );
}
