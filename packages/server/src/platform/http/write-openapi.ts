import { writeFileSync } from 'node:fs';
import { openApi } from './openapi.ts';

/** The committed text of `openapi.json`. */
export function openApiText(): string {
  return `${JSON.stringify(openApi(), null, 1)}\n`;
}

if (import.meta.main) {
  writeFileSync(new URL('../../../../../openapi.json', import.meta.url), openApiText());
}
