import type { Readiness } from '@throughline/contract';
import { faultOf } from '../../api/problem.ts';
import { useWrite } from '../../api/use-operation.ts';
import { FormDialog } from '../../entity/form-dialog.tsx';
import { useFields } from '../../entity/use-fields.ts';
import { TextArea } from '../../ui/text-area.tsx';
import { TextField } from '../../ui/text-field.tsx';

/** An item of a launch. */
export type Item = Readiness['phases'][number]['items'][number];

/** What a person may do about an item. */
export type ItemAct = 'confirm' | 'waive' | 'mitigate';

const words = {
  confirm: { title: 'Confirm', submit: 'Confirm', label: 'Note' },
  waive: { title: 'Do without', submit: 'Waive', label: 'Why it is not needed' },
  mitigate: { title: 'What is done about', submit: 'Save', label: 'What is done about it' },
} as const;

const links: ReadonlySet<string> = new Set(['docs-live', 'document']);

/** Confirms an item by one's word or a link, waives it, or says what is done about it. */
export function ItemDialog({
  item,
  act,
  onClose,
}: {
  readonly item: Item;
  readonly act: ItemAct;
  readonly onClose: () => void;
}) {
  const confirm = useWrite('launch.confirmReadinessItem');
  const waive = useWrite('launch.waiveReadinessItem');
  const mitigate = useWrite('launch.mitigateReadinessItem');
  const { fields, set } = useFields({
    address: item.address ?? '',
    text: act === 'mitigate' ? item.mitigation : '',
  });
  const write = { confirm, waive, mitigate }[act];
  const params = { id: item.ref };
  const { title, submit, label } = words[act];
  const send = () => {
    switch (act) {
      case 'confirm':
        return confirm.mutateAsync({
          params,
          body: {
            note: fields.text,
            ...(fields.address === '' ? {} : { address: fields.address }),
          },
        });
      case 'waive':
        return waive.mutateAsync({ params, body: { reason: fields.text } });
      case 'mitigate':
        return mitigate.mutateAsync({ params, body: { mitigation: fields.text } });
    }
  };
  return (
    <FormDialog
      open
      onOpenChange={onClose}
      title={`${title}: ${item.title}`}
      submit={submit}
      busy={write.isPending}
      error={write.error}
      onSubmit={send}
    >
      {act === 'confirm' && links.has(item.evidence) && (
        <TextField
          label="Address"
          type="url"
          required
          value={fields.address}
          onValueChange={set('address')}
          error={faultOf(write.error, 'address')}
        />
      )}
      <TextArea
        label={label}
        required={act === 'waive'}
        value={fields.text}
        onValueChange={set('text')}
        error={faultOf(write.error, act === 'waive' ? 'reason' : 'note')}
      />
    </FormDialog>
  );
}
