const userInfo = /\b([a-z][a-z0-9+.-]*:\/\/)[^\s/?#'"]*@/gi;
const authorization = /\b((?:proxy-)?authorization:\s*(?:basic|bearer|token)?\s*)\S+/gi;

/** Takes user names and passwords out of text that git wrote, and the given secrets wherever. */
export function scrubCredentials(text: string, secrets: readonly string[] = []): string {
  let scrubbed = text;
  for (const secret of secrets) {
    for (const form of new Set([secret, encodeURIComponent(secret)])) {
      if (form !== '') scrubbed = scrubbed.replaceAll(form, '***');
    }
  }
  return scrubbed.replace(userInfo, '$1***@').replace(authorization, '$1***');
}
