import { useState } from 'react';
import { addressOf } from '../../api/call.ts';
import { faultOf } from '../../api/problem.ts';
import { useWrite } from '../../api/use-operation.ts';
import { FormDialog } from '../../entity/form-dialog.tsx';
import { useFields } from '../../entity/use-fields.ts';
import { CodeBlock } from '../../ui/code-block.tsx';
import { FileButton } from '../../ui/file-button.tsx';
import { Select } from '../../ui/select.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { TextLink } from '../../ui/text-link.tsx';

/** Uploads a report by hand, and says how CI does it. */
export function UploadReportDialog({
  repositories,
  repository,
  onClose,
}: {
  readonly repositories: readonly { readonly ref: string; readonly title: string }[];
  readonly repository: string | undefined;
  readonly onClose: () => void;
}) {
  const record = useWrite('delivery.recordTestRun');
  const [file, setFile] = useState<File | null>(null);
  const { fields, set } = useFields({
    repository: repository ?? repositories[0]?.ref ?? '',
    sha: '',
    job: 'tests',
    branch: '',
  });
  const own = fields.repository || 'rep_…';
  const address = addressOf('delivery.recordTestRun', {
    params: { id: own },
    query: { sha: '' },
    body: new Blob(),
  });
  const origin = window.location.origin;
  return (
    <FormDialog
      open
      onOpenChange={onClose}
      title="Upload a report of tests"
      description="JUnit XML, as surefire, pytest, jest-junit, GoogleTest and most others write it."
      submit="Upload"
      size="lg"
      busy={record.isPending}
      error={record.error}
      onSubmit={() =>
        record.mutateAsync({
          params: { id: fields.repository },
          query: {
            sha: fields.sha.trim(),
            job: fields.job,
            ...(fields.branch === '' ? {} : { branch: fields.branch }),
          },
          body: new Blob(file ? [file] : [], { type: 'application/xml' }),
        })
      }
    >
      <div className="grid gap-x-8 gap-y-4 md:grid-cols-2">
        <Select
          label="Repository"
          required
          options={repositories.map(({ ref, title }) => ({ value: ref, label: title }))}
          placeholder="Choose"
          value={fields.repository}
          onValueChange={set('repository')}
        />
        <TextField
          label="Commit"
          required
          mono
          hint="Its full name: 40 or 64 digits."
          pattern="[0-9a-f]{40}|[0-9a-f]{64}"
          value={fields.sha}
          onValueChange={set('sha')}
          error={faultOf(record.error, 'sha')}
        />
        <TextField
          label="Job"
          required
          maxLength={100}
          hint="Each job of a commit has its own newest run: unit, browser."
          value={fields.job}
          onValueChange={set('job')}
        />
        <TextField
          label="Branch"
          maxLength={255}
          value={fields.branch}
          onValueChange={set('branch')}
        />
      </div>
      <div className="flex flex-wrap items-center gap-3">
        <FileButton
          accept=".xml,text/xml,application/xml"
          onFiles={([one]) => setFile(one ?? null)}
        >
          Choose the report
        </FileButton>
        <span aria-live="polite" className="text-secondary">
          {file ? file.name : 'No report is chosen yet.'}
        </span>
      </div>
      <div className="flex flex-col gap-2">
        <p className="text-secondary">
          In CI, with an <TextLink href="/api-keys">API key</TextLink> of the scope{' '}
          <code>tests:write</code>:
        </p>
        <CodeBlock
          label="How CI uploads it"
          code={`curl --fail --data-binary @report.xml \\
  -H "Authorization: Bearer $THROUGHLINE_KEY" -H "Content-Type: application/xml" \\
  "${origin}${address.split('?')[0]}?sha=$COMMIT&job=unit&branch=$BRANCH"`}
        />
      </div>
    </FormDialog>
  );
}
