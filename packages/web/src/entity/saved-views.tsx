import type { OperationOf, OutputOf } from '@throughline/contract';
import { useLocation, useRouter } from '@tanstack/react-router';
import { useState } from 'react';
import { faultOf, shownProblem } from '../api/problem.ts';
import { useRead, useWrite } from '../api/use-operation.ts';
import { Button } from '../ui/button.tsx';
import type { ComboboxOption } from '../ui/combobox.tsx';
import { Icon } from '../ui/icon.tsx';
import { Menu } from '../ui/menu.tsx';
import { RadioGroup } from '../ui/radio-group.tsx';
import { TextField } from '../ui/text-field.tsx';
import { toast } from '../ui/toast.ts';
import { EntityPicker } from './entity-picker.tsx';
import { FormDialog } from './form-dialog.tsx';
import { optionOf } from './option-of.ts';
import { useFields } from './use-fields.ts';

type SavedView = OutputOf<OperationOf<'savedViews.listSavedViews'>>['items'][number];

const audiences = [
  { value: 'nobody', label: 'Only me' },
  { value: 'unit', label: 'A unit, and everybody below it' },
  { value: 'everybody', label: 'Everybody' },
] as const;

function SavedViewDialog({
  view,
  place,
  onClose,
}: {
  /** The view to change; without one the page is saved as it is. */
  readonly view?: SavedView | undefined;
  readonly place: { readonly page: string; readonly search: string };
  readonly onClose: () => void;
}) {
  const create = useWrite('savedViews.createSavedView');
  const change = useWrite('savedViews.changeSavedView');
  const { fields, set } = useFields({
    name: view?.name ?? '',
    sharedWith: view?.sharedWith ?? 'nobody',
    unit: optionOf(view?.unit) as ComboboxOption | null,
  });
  const error = view ? change.error : create.error;
  const shared =
    fields.sharedWith === 'unit'
      ? { with: 'unit' as const, unit: fields.unit?.id ?? '' }
      : { with: fields.sharedWith };
  return (
    <FormDialog
      open
      onOpenChange={onClose}
      size="sm"
      title={view ? `Rename or share ${view.name}` : 'Save this view'}
      description="A view keeps the filters of this page under a name."
      submit={view ? 'Change' : 'Save'}
      busy={create.isPending || change.isPending}
      error={error}
      onSubmit={() =>
        view
          ? change.mutateAsync({
              params: { id: view.ref },
              body: { name: fields.name, shared },
              ifMatch: view.revision,
            })
          : create.mutateAsync({ body: { name: fields.name, ...place, shared } })
      }
    >
      <TextField
        label="Name"
        required
        maxLength={80}
        value={fields.name}
        onValueChange={set('name')}
        error={faultOf(error, 'name')}
      />
      <RadioGroup
        label="Who finds it in their menu"
        options={audiences}
        value={fields.sharedWith}
        onValueChange={set('sharedWith')}
      />
      {fields.sharedWith === 'unit' && (
        <EntityPicker
          label="Unit"
          kind="unit"
          required
          value={fields.unit}
          onValueChange={set('unit')}
          error={faultOf(error, 'shared.unit')}
        />
      )}
    </FormDialog>
  );
}

/** The views of the page of the moment: choose one, save the present filters, change, delete. */
export function SavedViews() {
  const router = useRouter();
  const place = useLocation({
    select: ({ pathname, searchStr }) => ({ page: pathname, search: searchStr }),
    structuralSharing: true,
  });
  const views = useRead('savedViews.listSavedViews', { query: { page: place.page } });
  const change = useWrite('savedViews.changeSavedView');
  const remove = useWrite('savedViews.deleteSavedView');
  const restore = useWrite('savedViews.restoreSavedView');
  const [lastRef, setLast] = useState<string>();
  const [dialog, setDialog] = useState<{ view?: SavedView }>();
  const items = views.data?.items ?? [];
  const present = items.find(({ search }) => search === place.search);
  // Whose filters were changed since it was chosen: what “Update” means.
  const chosen = present ?? items.find(({ ref }) => ref === lastRef);
  const failed = (error: unknown) => toast({ ...shownProblem(error), tone: 'failed' });

  const update = (view: SavedView, search: string, revision: number, undoing = false) =>
    change.mutate(
      { params: { id: view.ref }, body: { search }, ifMatch: revision },
      {
        onError: failed,
        onSuccess: (answer) =>
          toast({
            title: `“${view.name}” has the present filters`,
            ...(undoing ? {} : { undo: () => update(view, view.search, answer.revision, true) }),
          }),
      },
    );
  const deleteView = (view: SavedView) =>
    remove.mutate(
      { params: { id: view.ref } },
      {
        onError: failed,
        onSuccess: () =>
          toast({
            title: `“${view.name}” is deleted`,
            undo: () => restore.mutate({ params: { id: view.ref } }, { onError: failed }),
          }),
      },
    );
  return (
    <>
      <Menu
        trigger={
          <Button size="sm" icon="star">
            <span className="max-w-40 truncate">{present?.name ?? 'Views'}</span>
            <Icon name="chevron-down" size={12} />
          </Button>
        }
        groups={[
          {
            label: items.length > 0 ? 'Saved views' : 'No saved view of this page yet',
            acts: items.map((view) => ({
              label: view.sharedWith === 'nobody' ? view.name : `${view.name} (${sharing(view)})`,
              checked: view.ref === present?.ref,
              onSelect: () => {
                setLast(view.ref);
                router.history.push(view.page + view.search);
              },
            })),
          },
          {
            acts: [
              { label: 'Save this view…', icon: 'plus', onSelect: () => setDialog({}) },
              ...(chosen?.mayChange === true
                ? [
                    {
                      label: `Update “${chosen.name}”`,
                      icon: 'check' as const,
                      disabled: chosen === present,
                      onSelect: () => update(chosen, place.search, chosen.revision),
                    },
                    {
                      label: 'Rename or share…',
                      icon: 'edit' as const,
                      onSelect: () => setDialog({ view: chosen }),
                    },
                    {
                      label: `Delete “${chosen.name}”`,
                      icon: 'trash' as const,
                      danger: true,
                      onSelect: () => deleteView(chosen),
                    },
                  ]
                : []),
            ],
          },
        ]}
      />
      {dialog && (
        <SavedViewDialog view={dialog.view} place={place} onClose={() => setDialog(undefined)} />
      )}
    </>
  );
}

function sharing(view: SavedView): string {
  return view.sharedWith === 'unit' ? (view.unit?.title ?? 'a unit') : 'everybody';
}
