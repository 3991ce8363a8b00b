import { existsSync } from 'node:fs';

import { runProgram } from './run-program.ts';

/** Installs a Debian package. False where this is not Debian, not root, or it can't be had. */
export async function aptInstall(name: string): Promise<boolean> {
  if (process.geteuid?.() !== 0 || !existsSync('/usr/bin/apt-get')) return false;
  process.stderr.write(`throughline: Installing ${name} with apt-get.\n`);
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  const apt = (...args: string[]) => runProgram('apt-get', ['-qq', ...args], { env });
  if ((await apt('install', '-y', name)) === 0) return true;
  return (await apt('update')) === 0 && (await apt('install', '-y', name)) === 0;
}
