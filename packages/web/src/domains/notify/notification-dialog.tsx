import { useNavigate } from '@tanstack/react-router';
import { entityAddress } from '../../api/entity-address.ts';
import { faultOf } from '../../api/problem.ts';
import { useRead, useWrite } from '../../api/use-operation.ts';
import { EntityPicker } from '../../entity/entity-picker.tsx';
import { FormDialog } from '../../entity/form-dialog.tsx';
import { optionOf } from '../../entity/option-of.ts';
import { useFields } from '../../entity/use-fields.ts';
import { Select } from '../../ui/select.tsx';
import { TextArea } from '../../ui/text-area.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { AudienceField } from './audience-field.tsx';
import { MessagePreview } from './message-preview.tsx';
import { classes, formats, type NotificationDetail } from './words.ts';

/** Writes a notification, or changes one; what it will look like stands beside it. */
export function NotificationDialog({
  notification,
  onClose,
}: {
  readonly notification?: NotificationDetail;
  readonly onClose: () => void;
}) {
  const create = useWrite('notify.createNotification');
  const change = useWrite('notify.changeNotification');
  const navigate = useNavigate();
  const { fields, set } = useFields({
    title: notification?.title ?? '',
    body: notification?.body ?? '',
    format: notification?.format ?? 'banner',
    class: notification?.class ?? 'feature',
    ownerUnit: optionOf(notification?.ownerUnit),
    environment: optionOf(notification?.environment),
    flag: optionOf(notification?.flag),
    variation: String(notification?.flag?.variation ?? 0),
    deployment: optionOf(notification?.deployment),
    announces: optionOf(notification?.announces[0]),
    actionLabel: notification?.action?.label ?? '',
    actionUrl: notification?.action?.url ?? '',
    feedbackQuestion: notification?.feedbackQuestion ?? '',
    audience: notification?.audience ?? [],
  });
  const flag = useRead(
    'flags.getFlag',
    { params: { id: fields.flag?.id ?? '' } },
    { enabled: fields.flag !== null },
  );
  const error = notification ? change.error : create.error;
  const told = {
    title: fields.title,
    body: fields.body,
    format: fields.format,
    class: fields.class,
    audience: [...fields.audience],
    flag: fields.flag ? { flag: fields.flag.id, variation: Number(fields.variation) } : null,
    deployment: fields.deployment?.id ?? null,
    action:
      fields.actionLabel === '' && fields.actionUrl === ''
        ? null
        : { label: fields.actionLabel, url: fields.actionUrl },
    feedbackQuestion: fields.feedbackQuestion === '' ? null : fields.feedbackQuestion,
    announces: fields.announces ? [fields.announces.id] : [],
  };
  const send = async () => {
    if (notification) {
      await change.mutateAsync({
        params: { id: notification.ref },
        body: told,
        ifMatch: notification.revision,
      });
      return;
    }
    const { ref } = await create.mutateAsync({
      body: {
        ...told,
        ownerUnit: fields.ownerUnit?.id ?? '',
        environment: fields.environment?.id ?? '',
      },
    });
    void navigate({ to: entityAddress(ref) });
  };
  return (
    <FormDialog
      open
      onOpenChange={onClose}
      size="lg"
      title={notification ? 'Change the notification' : 'New notification'}
      submit={notification ? 'Change' : 'Write the draft'}
      busy={create.isPending || change.isPending}
      error={error}
      onSubmit={send}
    >
      <TextField
        label="Title"
        required
        value={fields.title}
        onValueChange={set('title')}
        error={faultOf(error, 'title')}
      />
      <TextArea
        label="Text"
        hint="Markdown: paragraphs, lists, **strong**, *emphasis*, `code`, [links](https://…)."
        rows={4}
        value={fields.body}
        onValueChange={set('body')}
        error={faultOf(error, 'body')}
      />
      <div className="grid gap-4 md:grid-cols-2">
        <Select
          label="Format"
          options={formats}
          value={fields.format}
          onValueChange={set('format')}
        />
        <Select label="About" options={classes} value={fields.class} onValueChange={set('class')} />
        {!notification && (
          <>
            <EntityPicker
              label="Owner unit"
              kind="unit"
              required
              value={fields.ownerUnit}
              onValueChange={set('ownerUnit')}
              error={faultOf(error, 'ownerUnit')}
            />
            <EntityPicker
              label="Environment"
              kind="environment"
              required
              value={fields.environment}
              onValueChange={set('environment')}
              error={faultOf(error, 'environment')}
            />
          </>
        )}
        <EntityPicker
          label="Flag that promises it"
          kind="flag"
          hint="Only whom it serves the promised variation is told."
          value={fields.flag}
          onValueChange={set('flag')}
          error={faultOf(error, 'flag')}
        />
        <Select
          label="Promised variation"
          value={fields.variation}
          onValueChange={set('variation')}
          options={
            flag.data?.variations.map(({ value, name }, at) => ({
              value: String(at),
              label: name === '' ? JSON.stringify(value) : `${name} (${JSON.stringify(value)})`,
            })) ?? [{ value: '0', label: 'Choose a flag first' }]
          }
        />
        <EntityPicker
          label="Deployment that carries it"
          kind="deployment"
          hint="Told only while it is healthy."
          value={fields.deployment}
          onValueChange={set('deployment')}
        />
        <EntityPicker
          label="Announces"
          hint="A launch, an initiative or a feature."
          value={fields.announces}
          onValueChange={set('announces')}
        />
        <TextField label="Button" value={fields.actionLabel} onValueChange={set('actionLabel')} />
        <TextField
          label="Button leads to"
          placeholder="/resources or https://…"
          value={fields.actionUrl}
          onValueChange={set('actionUrl')}
          error={faultOf(error, 'action.url')}
        />
      </div>
      <TextField
        label="Ask for feedback"
        placeholder="Does it fit how you plan?"
        value={fields.feedbackQuestion}
        onValueChange={set('feedbackQuestion')}
      />
      <AudienceField audience={fields.audience} onChange={set('audience')} />
      <LivePreview title={fields.title} body={fields.body} action={fields.actionLabel} />
    </FormDialog>
  );
}

function LivePreview({
  title,
  body,
  action,
}: {
  readonly title: string;
  readonly body: string;
  readonly action: string;
}) {
  const reading = useWrite('notify.readMessage');
  return (
    <section className="flex flex-col gap-2" aria-label="Preview">
      <div className="flex items-center justify-between">
        <h3 className="font-medium">Preview</h3>
        <button
          type="button"
          className="link"
          onClick={() => reading.mutate({ body: { title, body } })}
          disabled={title === ''}
        >
          Show what people will see
        </button>
      </div>
      {reading.data && <MessagePreview content={reading.data} action={action} />}
      {reading.error && <p className="text-off-track">{reading.error.message}</p>}
    </section>
  );
}
