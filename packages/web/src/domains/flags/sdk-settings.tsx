import type { OperationOf, OutputOf } from '@throughline/contract';
import { useState } from 'react';
import { faultOf, shownProblem } from '../../api/problem.ts';
import { useRead, useWrite } from '../../api/use-operation.ts';
import { FormDialog } from '../../entity/form-dialog.tsx';
import { Button } from '../../ui/button.tsx';
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { ErrorState } from '../../ui/error-state.tsx';
import { Mono } from '../../ui/mono.tsx';
import { Section } from '../../ui/section.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { Switch } from '../../ui/switch.tsx';
import { TextArea } from '../../ui/text-area.tsx';
import { Instant } from '../../ui/time.tsx';
import type { Environment } from './environment-tabs.tsx';
import { ShownOnce } from './shown-once.tsx';

function ChangeOrigins({
  environment,
  origins,
  revision,
}: {
  readonly environment: Environment;
  readonly origins: readonly string[];
  readonly revision: number;
}) {
  const change = useWrite('flags.changeSdkSettings');
  const [open, setOpen] = useState(false);
  const [text, setText] = useState(origins.join('\n'));
  const lines = text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
  // The server names the faulty line by its place: `body.allowedOrigins.2`.
  const faulty = lines.findIndex((_, at) => faultOf(change.error, `allowedOrigins.${at}`));
  const fault = faulty < 0 ? undefined : faultOf(change.error, `allowedOrigins.${faulty}`);
  return (
    <>
      <Button size="sm" icon="edit" onClick={() => setOpen(true)}>
        Change origins
      </Button>
      <FormDialog
        open={open}
        onOpenChange={setOpen}
        title={`Origins that may ask ${environment.title}`}
        submit="Change"
        busy={change.isPending}
        error={change.error}
        onSubmit={() =>
          change.mutateAsync({
            params: { environment: environment.ref },
            body: { allowedOrigins: lines },
            ifMatch: revision,
          })
        }
      >
        <TextArea
          label="Origins"
          mono
          rows={4}
          hint="One on each line: https://app.example.com, without a path; * for any."
          value={text}
          onValueChange={setText}
          error={fault === undefined ? undefined : `“${lines[faulty]}” ${fault}`}
        />
      </FormDialog>
    </>
  );
}

/** Turns secure mode on or off; on, browsers show that a server vouches for their context. */
function SecureMode({
  environment,
  settings,
}: {
  readonly environment: Environment;
  readonly settings: OutputOf<OperationOf<'flags.getSdkSettings'>>;
}) {
  const change = useWrite('flags.changeSdkSettings');
  const { allowedOrigins, secureMode, secureModePossible, revision } = settings;
  return (
    <Section
      title="Secure mode"
      note="Browsers send the hash that your server makes of their context with its key, so that nobody asks for another’s flags."
    >
      <Switch
        label="Ask browsers for the hash"
        checked={secureMode}
        disabled={change.isPending || (!secureMode && !secureModePossible)}
        onCheckedChange={(on) =>
          change.mutate({
            params: { environment: environment.ref },
            body: { allowedOrigins, secureMode: on },
            ifMatch: revision,
          })
        }
      />
      {!secureModePossible && (
        <p className="mt-2 text-secondary">
          It needs a server key whose hashes can be checked: create one, or rotate one from before.
        </p>
      )}
      {change.error && <ErrorState compact problem={shownProblem(change.error)} />}
    </Section>
  );
}

function RotateSecret({ environment }: { readonly environment: Environment }) {
  const rotate = useWrite('flags.rotateIdentitySecret');
  const [asking, setAsking] = useState(false);
  const [secret, setSecret] = useState<string>();
  return (
    <>
      <Button size="sm" icon="retry" onClick={() => setAsking(true)}>
        Rotate
      </Button>
      <ConfirmDialog
        open={asking}
        onOpenChange={setAsking}
        title={`Make a new identity secret for ${environment.title}?`}
        confirmLabel="Make a new secret"
        phrase={environment.production ? environment.key : undefined}
        busy={rotate.isPending}
        problem={rotate.error ? shownProblem(rotate.error) : undefined}
        onConfirm={() =>
          rotate.mutate(
            { params: { environment: environment.ref } },
            {
              onSuccess: ({ identitySecret }) => {
                setAsking(false);
                setSecret(identitySecret);
              },
            },
          )
        }
      >
        The secret before it holds until the next rotation, so that your servers can change over in
        between.
      </ConfirmDialog>
      {secret !== undefined && (
        <ShownOnce
          title="The new identity secret"
          onClose={() => setSecret(undefined)}
          secrets={[{ label: 'Identity secret', value: secret }]}
        />
      )}
    </>
  );
}

/** Which pages may ask an environment, and which secrets sign the identities in them. */
export function SdkSettings({ environment }: { readonly environment: Environment }) {
  const read = useRead('flags.getSdkSettings', { params: { environment: environment.ref } });
  if (read.error) {
    return <ErrorState problem={shownProblem(read.error)} onRetry={() => void read.refetch()} />;
  }
  if (!read.data) return <Skeleton lines={4} />;
  const { allowedOrigins, identitySecrets, revision } = read.data;
  return (
    <>
      <Section
        title="Allowed origins"
        note="Pages of these origins may ask with a client-side id."
        actions={
          <ChangeOrigins
            key={revision}
            environment={environment}
            origins={allowedOrigins}
            revision={revision}
          />
        }
      >
        {allowedOrigins.length === 0 ? (
          <EmptyState
            sentence="No page may ask yet. Name the origins of your web apps."
            example="https://app.example.com"
          />
        ) : (
          <ul>
            {allowedOrigins.map((origin) => (
              <li key={origin}>
                <Mono>{origin}</Mono>
              </li>
            ))}
          </ul>
        )}
      </Section>
      <SecureMode environment={environment} settings={read.data} />
      <Section
        title="Identity secrets"
        note="Your server signs with it who a browser’s user is."
        actions={<RotateSecret environment={environment} />}
      >
        {identitySecrets.length === 0 ? (
          <p className="text-secondary">There is none yet; it comes with the first key.</p>
        ) : (
          <ul>
            {identitySecrets.map(({ id, createdAt, readable }) => (
              <li key={id}>
                <Mono>{id}</Mono>, since <Instant at={createdAt} />
                {!readable &&
                  '. It can’t be opened: the server’s secret key changed. Put the key back, or rotate.'}
              </li>
            ))}
          </ul>
        )}
      </Section>
    </>
  );
}
