import { fileURLToPath } from 'node:url';

/** The transports git may be allowed. `ext::` and other remote helpers are never among them. */
export type Protocol = 'file' | 'https' | 'http' | 'ssh' | 'git';

const configuration = fileURLToPath(new URL('./git.conf', import.meta.url));

/** What a git process sees of ours: where programs and certificates lie, and no more. */
const inherited = ['PATH', 'TMPDIR', 'SSL_CERT_FILE', 'SSL_CERT_DIR', 'GIT_SSL_CAINFO'] as const;

/** The whole environment of a git process. Nothing of the machine's or user's own set-up counts. */
export function gitEnvironment(options: {
  allow?: readonly Protocol[] | undefined;
  config?: Readonly<Record<string, string>> | undefined;
  environment?: Readonly<Record<string, string>> | undefined;
}): Record<string, string> {
  const environment: Record<string, string> = {
    // A home without a .netrc, which git's HTTP client would read.
    HOME: '/nonexistent',
    XDG_CONFIG_HOME: '/nonexistent',
    LC_ALL: 'C',
    TZ: 'UTC',
    GIT_CONFIG_GLOBAL: configuration,
    GIT_CONFIG_NOSYSTEM: '1',
    GIT_ATTR_NOSYSTEM: '1',
    GIT_TERMINAL_PROMPT: '0',
    GIT_ASKPASS: 'true',
    SSH_ASKPASS: 'true',
    SSH_ASKPASS_REQUIRE: 'never',
    GIT_SSH_COMMAND: 'ssh -F /dev/null -o BatchMode=yes',
    GIT_SSH_VARIANT: 'ssh',
    GIT_EDITOR: 'false',
    GIT_PAGER: 'cat',
    GIT_PROTOCOL_FROM_USER: '0',
    GIT_ALLOW_PROTOCOL: options.allow?.length ? options.allow.join(':') : 'none',
    GIT_NO_LAZY_FETCH: '1',
    GIT_NO_REPLACE_OBJECTS: '1',
    GIT_LITERAL_PATHSPECS: '1',
    GIT_OPTIONAL_LOCKS: '0',
    ...options.environment,
  };
  for (const name of inherited) {
    const value = process.env[name];
    if (value !== undefined) environment[name] = value;
  }
  // Settings go through the environment, not through `-c`, so that no process list shows them.
  const settings = Object.entries(options.config ?? {});
  environment['GIT_CONFIG_COUNT'] = String(settings.length);
  for (const [index, [key, value]] of settings.entries()) {
    environment[`GIT_CONFIG_KEY_${index}`] = key;
    environment[`GIT_CONFIG_VALUE_${index}`] = value;
  }
  return environment;
}
