import { useState } from 'react';
import { addressOf } from '../../api/call.ts';
import { useList, useWrite } from '../../api/use-operation.ts';
import { FormDialog } from '../../entity/form-dialog.tsx';
import { CodeBlock } from '../../ui/code-block.tsx';
import { FileButton } from '../../ui/file-button.tsx';
import { Select } from '../../ui/select.tsx';
import { TextLink } from '../../ui/text-link.tsx';
import { toast } from '../../ui/toast.ts';

/** Uploads what a scanner found, and says how CI does it. */
export function ImportSarifDialog({ onClose }: { readonly onClose: () => void }) {
  const repositories = useList('release.listRepositories', { query: { limit: 200 } });
  const upload = useWrite('operations.importSarif');
  const [file, setFile] = useState<File | null>(null);
  const [chosen, setChosen] = useState('');
  const repository = chosen || repositories.items[0]?.ref || '';
  const address = addressOf('operations.importSarif', {
    params: { id: repository || 'rep_…' },
    body: new Blob(),
  });
  return (
    <FormDialog
      open
      onOpenChange={onClose}
      title="Import what a scanner found"
      description="SARIF 2.1.0, as CodeQL, Semgrep, Trivy and most others write it. What the same tool no longer reports is fixed."
      submit="Import"
      size="lg"
      busy={upload.isPending}
      error={upload.error}
      onSubmit={async () => {
        const body = new Blob(file ? [file] : [], { type: 'application/sarif+json' });
        const { found, known, reopened, fixed } = await upload.mutateAsync({
          params: { id: repository },
          body,
        });
        toast({
          title: `${found} new, ${known} known, ${reopened} back again, ${fixed} fixed.`,
        });
      }}
    >
      <Select
        label="Repository"
        required
        options={repositories.items.map(({ ref, title }) => ({
          value: ref as string,
          label: title,
        }))}
        placeholder="Choose"
        value={repository}
        onValueChange={setChosen}
      />
      <div className="flex flex-wrap items-center gap-3">
        <FileButton
          accept=".sarif,.json,application/sarif+json"
          onFiles={([one]) => setFile(one ?? null)}
        >
          Choose the file
        </FileButton>
        <span aria-live="polite" className="text-secondary">
          {file ? file.name : 'No file is chosen yet.'}
        </span>
      </div>
      <p className="text-secondary">
        In CI, with an <TextLink href="/api-keys">API key</TextLink> of the scope{' '}
        <code>findings:write</code>:
      </p>
      <CodeBlock
        label="How CI uploads it"
        code={`curl --fail --data-binary @results.sarif \\
  -H "Authorization: Bearer $THROUGHLINE_KEY" -H "Content-Type: application/sarif+json" \\
  "${window.location.origin}${address}"`}
      />
    </FormDialog>
  );
}
