import { operations } from '@throughline/contract';
import { read, write, type Route } from '../http/route.ts';
import { applyImport, planImport } from './apply-import.ts';
import type { Importer } from './importer.ts';
import { readDocument } from './parse-document.ts';

const { imports } = operations;

function documentsOf(given: readonly { file: string; text: string }[]) {
  return given.map(({ file, text }) => readDocument(file, text));
}

/** Binds import and export of the organisation over the importers that the domains registered. */
export function importRoutes(importers: readonly Importer[]): Route[] {
  return [
    write(imports.planImport, async (context, { body }) =>
      planImport(context, importers, documentsOf(body.documents)),
    ),
    write(imports.applyImport, async (context, { body }) =>
      applyImport(context, importers, documentsOf(body.documents), body.hash),
    ),
    read(imports.exportOrganisation, async (context) => {
      const documents = [];
      for (const importer of importers)
        documents.push(...((await importer.export?.(context)) ?? []));
      return { documents };
    }),
  ];
}
