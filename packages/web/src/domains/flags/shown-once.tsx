import { Button } from '../../ui/button.tsx';
import { CodeBlock } from '../../ui/code-block.tsx';
import { Dialog } from '../../ui/dialog.tsx';

/** Secrets that the server tells once: to be copied before the dialog goes. */
export function ShownOnce({
  title,
  secrets,
  onClose,
}: {
  readonly title: string;
  readonly secrets: readonly { readonly label: string; readonly value: string }[];
  readonly onClose: () => void;
}) {
  return (
    <Dialog
      open
      onOpenChange={onClose}
      title={title}
      description="Copy it now: it isn’t shown again."
      footer={<Button onClick={onClose}>I have copied it</Button>}
    >
      <div className="flex flex-col gap-4">
        {secrets.map(({ label, value }) => (
          <CodeBlock key={label} label={label} code={value} />
        ))}
      </div>
    </Dialog>
  );
}
