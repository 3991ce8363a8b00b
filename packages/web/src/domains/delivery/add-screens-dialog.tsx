import { useEffect, useState } from 'react';
import { useWrite } from '../../api/use-operation.ts';
import { FormDialog } from '../../entity/form-dialog.tsx';
import { TextArea } from '../../ui/text-area.tsx';

function Preview({ file }: { readonly file: File }) {
  const [address, setAddress] = useState<string>();
  useEffect(() => {
    const made = URL.createObjectURL(file);
    setAddress(made);
    return () => URL.revokeObjectURL(made);
  }, [file]);
  return address === undefined ? null : (
    <img src={address} alt="" className="h-28 w-36 bg-sunken object-contain" />
  );
}

/** Adds chosen images, each with what it shows; what was uploaded before one is refused stays. */
export function AddScreensDialog({
  release,
  files,
  onClose,
}: {
  readonly release: { readonly ref: string; readonly version: string };
  readonly files: readonly File[];
  readonly onClose: () => void;
}) {
  const add = useWrite('delivery.addDesignScreen');
  const [alts, setAlts] = useState<readonly string[]>(() => files.map(() => ''));
  const [atWork, setAtWork] = useState('');
  const [done, setDone] = useState<ReadonlySet<number>>(new Set());
  return (
    <FormDialog
      open
      onOpenChange={onClose}
      size="lg"
      title={`Add screens of ${release.version}`}
      description="PNG, JPEG, WebP or AVIF, at most 5 MiB each."
      submit={files.length === 1 ? 'Add the screen' : `Add ${files.length} screens`}
      busy={add.isPending}
      error={add.error}
      onSubmit={async () => {
        for (const [at, file] of files.entries()) {
          if (done.has(at)) continue;
          setAtWork(file.name);
          await add.mutateAsync({
            params: { id: release.ref },
            query: { alt: alts[at] ?? '' },
            body: file,
          });
          setDone((before) => new Set(before).add(at));
        }
      }}
    >
      {files.map((file, at) => (
        <div
          // Two files may have one name; their order doesn't change.
          key={`${at} ${file.name}`}
          className="hairline-b flex flex-wrap items-start gap-4 pb-4"
        >
          <Preview file={file} />
          <div className="min-w-60 grow">
            {done.has(at) ? (
              <p className="text-secondary">{file.name} is added.</p>
            ) : (
              <TextArea
                label={files.length === 1 ? 'What it shows' : `What ${file.name} shows`}
                required
                maxLength={300}
                rows={2}
                hint="Read out instead of the image: what is on it, and in which state."
                value={alts[at] ?? ''}
                onValueChange={(alt) => setAlts((before) => before.with(at, alt))}
              />
            )}
          </div>
        </div>
      ))}
      {add.error && files.length > 1 && <p>{atWork} was refused:</p>}
    </FormDialog>
  );
}
