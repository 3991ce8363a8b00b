import { Dialog } from '../ui/dialog.tsx';
import { Kbd } from '../ui/kbd.tsx';
import { useActionList } from './action-context.ts';

/** Keys that lists and overlays read themselves, and that no action carries. */
const listKeys = [
  { keys: 'j', title: 'Next row' },
  { keys: 'k', title: 'Previous row' },
  { keys: 'x', title: 'Select the row' },
  { keys: 'enter', title: 'Open the row' },
  { keys: 'escape', title: 'Close what is open' },
] as const;

function KeyList({
  title,
  rows,
}: {
  readonly title: string;
  readonly rows: readonly { readonly keys: string; readonly title: string }[];
}) {
  return (
    <section className="break-inside-avoid">
      <h3 className="hairline-b mb-1 pb-1 text-xs text-tertiary">{title}</h3>
      <dl>
        {rows.map((row) => (
          <div key={row.title} className="flex min-h-7 items-center justify-between gap-4">
            <dt>{row.title}</dt>
            <dd>
              <Kbd keys={row.keys} />
            </dd>
          </div>
        ))}
      </dl>
    </section>
  );
}

/** `?`: the keys that work on this page, from the registry itself. */
export function KeyHelp({
  open,
  onOpenChange,
}: {
  readonly open: boolean;
  readonly onOpenChange: (open: boolean) => void;
}) {
  const actions = useActionList();
  const keyed = actions.flatMap(({ keys, title, section }) =>
    keys === undefined ? [] : [{ keys, title, section }],
  );
  const sections = [...new Set(keyed.map((each) => each.section))];
  return (
    <Dialog open={open} onOpenChange={onOpenChange} title="Keys on this page">
      <div className="columns-2 gap-8 max-sm:columns-1 [&>section]:mb-4">
        {sections.map((section) => (
          <KeyList
            key={section}
            title={section}
            rows={keyed.filter((each) => each.section === section)}
          />
        ))}
        <KeyList title="In lists" rows={listKeys} />
      </div>
    </Dialog>
  );
}
