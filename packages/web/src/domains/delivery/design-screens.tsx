import type { OperationOf, OutputOf } from '@throughline/contract';
import { useState, type KeyboardEvent } from 'react';
import { addressOf } from '../../api/call.ts';
import { faultOf, shownProblem } from '../../api/problem.ts';
import { useWrite } from '../../api/use-operation.ts';
import { FormDialog } from '../../entity/form-dialog.tsx';
import { useFields } from '../../entity/use-fields.ts';
import { Button } from '../../ui/button.tsx';
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { FileButton } from '../../ui/file-button.tsx';
import { Section } from '../../ui/section.tsx';
import { TextArea } from '../../ui/text-area.tsx';
import { Instant } from '../../ui/time.tsx';
import { AddScreensDialog } from './add-screens-dialog.tsx';

type DesignRelease = OutputOf<OperationOf<'delivery.getDesignRelease'>>;
type Screen = DesignRelease['screens'][number];

function imageAddress({ ref }: Screen): string {
  return addressOf('delivery.getDesignScreenImage', { params: { id: ref } });
}

function Gallery({
  label,
  screens,
  onOpen,
}: {
  readonly label: string;
  readonly screens: readonly Screen[];
  readonly onOpen: (screen: Screen) => void;
}) {
  return (
    <ul aria-label={label} className="grid grid-cols-2 gap-4 md:grid-cols-3 xl:grid-cols-4">
      {screens.map((screen) => (
        <li key={screen.ref} className="min-w-0">
          <button
            type="button"
            onClick={() => onOpen(screen)}
            className="flex w-full cursor-zoom-in flex-col gap-1 rounded-sm border border-line bg-surface p-2 text-left hover:border-control"
          >
            <img
              src={imageAddress(screen)}
              alt=""
              width={screen.width}
              height={screen.height}
              loading="lazy"
              className="h-40 w-full bg-sunken object-contain"
            />
            <span className="line-clamp-2 text-sm">{screen.alt}</span>
          </button>
        </li>
      ))}
    </ul>
  );
}

function WordsDialog({
  screen,
  onClose,
}: {
  readonly screen: Screen;
  readonly onClose: () => void;
}) {
  const change = useWrite('delivery.changeDesignScreen');
  const { fields, set } = useFields({ alt: screen.alt });
  return (
    <FormDialog
      open
      onOpenChange={onClose}
      title="What the screen shows"
      submit="Change"
      busy={change.isPending}
      error={change.error}
      onSubmit={() => change.mutateAsync({ params: { id: screen.ref }, body: fields })}
    >
      <TextArea
        label="In words"
        required
        maxLength={300}
        hint="Read out instead of the image: what is on it, and in which state."
        value={fields.alt}
        onValueChange={set('alt')}
        error={faultOf(change.error, 'alt')}
      />
    </FormDialog>
  );
}

/** One screen at its size; the arrow keys go on to its neighbours. */
function ScreenDialog({
  screen,
  place,
  count,
  onStep,
  onClose,
}: {
  readonly screen: Screen;
  readonly place: number;
  readonly count: number;
  readonly onStep: (by: -1 | 1) => void;
  readonly onClose: () => void;
}) {
  const remove = useWrite('delivery.removeDesignScreen');
  const [asking, setAsking] = useState<'words' | 'remove' | null>(null);
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'ArrowLeft') onStep(-1);
    else if (event.key === 'ArrowRight') onStep(1);
  };
  return (
    <Dialog
      open
      onOpenChange={onClose}
      size="lg"
      title={screen.alt}
      description={
        <>
          Screen {place + 1} of {count}, version {screen.version}, {screen.width} × {screen.height},
          added by {screen.addedBy} <Instant at={screen.addedAt} />
        </>
      }
      footer={
        <>
          <Button tone="danger" icon="trash" onClick={() => setAsking('remove')}>
            Remove
          </Button>
          <Button icon="edit" onClick={() => setAsking('words')}>
            Change the words
          </Button>
          <Button icon="arrow-left" disabled={place === 0} onClick={() => onStep(-1)}>
            Previous
          </Button>
          <Button icon="arrow-right" disabled={place === count - 1} onClick={() => onStep(1)}>
            Next
          </Button>
        </>
      }
    >
      <div
        // Scrolled where it is larger than the window.
        tabIndex={0}
        role="group"
        aria-label="The screen; the arrow keys go to the next and to the one before"
        className="overflow-auto"
        onKeyDown={onKeyDown}
      >
        <img
          src={imageAddress(screen)}
          alt={screen.alt}
          width={screen.width}
          height={screen.height}
          className="mx-auto h-auto max-w-full"
        />
      </div>
      {asking === 'words' && <WordsDialog screen={screen} onClose={() => setAsking(null)} />}
      <ConfirmDialog
        open={asking === 'remove'}
        onOpenChange={() => setAsking(null)}
        title="Remove this screen?"
        confirmLabel="Remove the screen"
        danger
        busy={remove.isPending}
        problem={remove.error ? shownProblem(remove.error) : undefined}
        onConfirm={() => remove.mutate({ params: { id: screen.ref } }, { onSuccess: onClose })}
      >
        “{screen.alt}” is gone for everybody who sees the design release.
      </ConfirmDialog>
    </Dialog>
  );
}

/** The screens of a design release: those of the present version, then of earlier ones. */
export function DesignScreens({ release }: { readonly release: DesignRelease }) {
  const { screens, version } = release;
  const [files, setFiles] = useState<readonly File[]>([]);
  const [open, setOpen] = useState<string | null>(null);
  const place = screens.findIndex(({ ref }) => ref === open);
  const shown = screens[place];
  const present = screens.filter((screen) => screen.version === version);
  const earlier = screens.filter((screen) => screen.version !== version);
  const step = (by: -1 | 1) => {
    const next = screens[place + by];
    if (next) setOpen(next.ref);
  };
  return (
    <Section
      title="Screens"
      actions={
        <FileButton
          size="sm"
          multiple
          accept="image/png,image/jpeg,image/webp,image/avif"
          onFiles={setFiles}
        >
          Add screens
        </FileButton>
      }
    >
      {present.length === 0 ? (
        <p className="text-secondary">No screen of {version} has been added.</p>
      ) : (
        <Gallery
          label={`Screens of ${version}`}
          screens={present}
          onOpen={({ ref }) => setOpen(ref)}
        />
      )}
      {earlier.length > 0 && (
        <details className="flex flex-col gap-3">
          <summary className="cursor-pointer py-1 text-secondary">
            {earlier.length} of earlier versions
          </summary>
          <Gallery
            label="Screens of earlier versions"
            screens={earlier}
            onOpen={({ ref }) => setOpen(ref)}
          />
        </details>
      )}
      {files.length > 0 && (
        <AddScreensDialog release={release} files={files} onClose={() => setFiles([])} />
      )}
      {shown && (
        <ScreenDialog
          key={shown.ref}
          screen={shown}
          place={place}
          count={screens.length}
          onStep={step}
          onClose={() => setOpen(null)}
        />
      )}
    </Section>
  );
}
