import { useState, type SubmitEvent, type ReactNode } from 'react';
import { call } from '../api/call.ts';
import { faultOf, shownProblem } from '../api/problem.ts';
import { Button } from '../ui/button.tsx';
import { ErrorState } from '../ui/error-state.tsx';
import { TextField } from '../ui/text-field.tsx';

function leaveLink() {
  if (location.pathname === '/sign-in') history.replaceState(null, '', '/');
}

interface FormProps {
  readonly title: string;
  readonly says: string;
  readonly submit: string;
  readonly onSubmit: () => Promise<unknown>;
  readonly onSignedIn: () => void;
  readonly onError: (error: unknown) => void;
  readonly error: unknown;
  readonly children: ReactNode;
}

function Form({ title, says, submit, onSubmit, onSignedIn, onError, error, children }: FormProps) {
  const [busy, setBusy] = useState(false);
  const send = async (event: SubmitEvent) => {
    event.preventDefault();
    if (busy) return;
    setBusy(true);
    onError(undefined);
    try {
      await onSubmit();
      leaveLink();
      onSignedIn();
    } catch (failure) {
      onError(failure);
    } finally {
      setBusy(false);
    }
  };
  return (
    <main className="mx-auto flex min-h-dvh max-w-[26rem] flex-col justify-center gap-6 p-6">
      <header>
        <p className="text-xs text-tertiary">Throughline</p>
        <h1 className="mt-1 text-xl font-semibold">{title}</h1>
        <p className="mt-2 text-secondary">{says}</p>
      </header>
      <form className="flex flex-col gap-4" onSubmit={(event) => void send(event)}>
        {children}
        {error !== undefined && <ErrorState problem={shownProblem(error)} compact />}
        <Button type="submit" tone="primary" busy={busy}>
          {submit}
        </Button>
      </form>
    </main>
  );
}

function TakeOver({
  token,
  onSignedIn,
}: {
  readonly token: string;
  readonly onSignedIn: () => void;
}) {
  const [name, setName] = useState('');
  const [email, setEmail] = useState('');
  const [password, setPassword] = useState('');
  const [error, setError] = useState<unknown>();
  return (
    <Form
      title="Welcome"
      says="Say who you are and choose a password. This link works once."
      submit="Sign in"
      onSignedIn={onSignedIn}
      error={error}
      onError={setError}
      onSubmit={() =>
        call('access.redeemSignInLink', {
          body: {
            token,
            ...(name === '' ? {} : { name }),
            ...(email === '' ? {} : { email }),
            ...(password === '' ? {} : { password }),
          },
        })
      }
    >
      <TextField
        label="Name"
        autoComplete="name"
        value={name}
        onValueChange={setName}
        error={faultOf(error, 'name')}
      />
      <TextField
        label="E-mail"
        type="email"
        autoComplete="username"
        value={email}
        onValueChange={setEmail}
        error={faultOf(error, 'email')}
      />
      <TextField
        label="Password"
        type="password"
        autoComplete="new-password"
        hint="At least 12 characters."
        value={password}
        onValueChange={setPassword}
        error={faultOf(error, 'password')}
      />
    </Form>
  );
}

function WithPassword({ onSignedIn }: { readonly onSignedIn: () => void }) {
  const [email, setEmail] = useState('');
  const [password, setPassword] = useState('');
  const [error, setError] = useState<unknown>();
  return (
    <Form
      title="Sign in"
      says="With the e-mail address and password that you chose. Lost them? Ask an administrator for a new link."
      submit="Sign in"
      onSignedIn={onSignedIn}
      error={error}
      onError={setError}
      onSubmit={() => call('access.signIn', { body: { email, password } })}
    >
      <TextField
        label="E-mail"
        type="email"
        required
        autoComplete="username"
        value={email}
        onValueChange={setEmail}
        error={faultOf(error, 'email')}
      />
      <TextField
        label="Password"
        type="password"
        required
        autoComplete="current-password"
        value={password}
        onValueChange={setPassword}
        error={faultOf(error, 'password')}
      />
    </Form>
  );
}

/** Signs in by a one-time link where the address carries one, else by e-mail and password. */
export function SignInPage({ onSignedIn }: { readonly onSignedIn: () => void }) {
  const token = new URLSearchParams(location.search).get('link');
  return token ? (
    <TakeOver token={token} onSignedIn={onSignedIn} />
  ) : (
    <WithPassword onSignedIn={onSignedIn} />
  );
}
