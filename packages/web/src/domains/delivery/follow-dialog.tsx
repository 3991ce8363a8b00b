import { useCallback } from 'react';
import { call } from '../../api/call.ts';
import { useRead, useWrite } from '../../api/use-operation.ts';
import { EntityPicker } from '../../entity/entity-picker.tsx';
import { FormDialog } from '../../entity/form-dialog.tsx';
import { useFields } from '../../entity/use-fields.ts';
import { Combobox, type ComboboxOption } from '../../ui/combobox.tsx';
import { Select } from '../../ui/select.tsx';
import { sourceKinds, systemNames } from './tracker-words.ts';

/** Has a unit's backlog follow a project, a board or a team. */
export function FollowDialog({ onClose }: { readonly onClose: () => void }) {
  const follow = useWrite('delivery.followBacklog');
  const trackers = useRead('delivery.listTrackers', {}).data?.items ?? [];
  const { fields, set } = useFields({
    tracker: '',
    unit: null as ComboboxOption | null,
    source: null as ComboboxOption | null,
  });
  const tracker = fields.tracker === '' ? (trackers[0]?.ref ?? '') : fields.tracker;
  const search = useCallback(
    async (q: string, signal: AbortSignal) => {
      if (tracker === '') return [];
      const asked = { params: { id: tracker }, query: { q } };
      const { items, problem } = await call('delivery.findTrackerSources', asked, signal);
      if (problem !== null) throw new Error(problem);
      return items.map(({ kind, key, title }) => ({
        id: `${kind} ${key}`,
        label: title,
        detail: `${kind} ${key}`,
      }));
    },
    [tracker],
  );
  const chosen = fields.source?.id ?? '';
  const kind = sourceKinds.find((one) => chosen.startsWith(`${one} `)) ?? 'project';
  return (
    <FormDialog
      open
      onOpenChange={onClose}
      title="Follow a backlog"
      description="Its stories come here and stay as their tool says. They are ranked and joined to initiatives here."
      submit="Follow"
      busy={follow.isPending}
      error={follow.error}
      onSubmit={() =>
        follow.mutateAsync({
          body: {
            tracker,
            unit: fields.unit?.id ?? '',
            source: { kind, key: chosen.slice(kind.length + 1) },
          },
        })
      }
    >
      <Select
        label="Tracker"
        options={trackers.map(({ ref, name, system }) => ({
          value: ref as string,
          label: `${name} (${systemNames[system]})`,
        }))}
        value={tracker}
        onValueChange={set('tracker')}
      />
      <Combobox
        label="Project, board or team"
        required
        hint="Asked of the tool as you type."
        placeholder="Type to search"
        search={search}
        value={fields.source}
        onValueChange={set('source')}
      />
      <EntityPicker
        label="Unit whose backlog it is"
        kind="unit"
        required
        value={fields.unit}
        onValueChange={set('unit')}
      />
    </FormDialog>
  );
}
