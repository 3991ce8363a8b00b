import { useIdentity } from '../../access/session.ts';
import { PageHeader } from '../../ui/page-header.tsx';
import { ReleaseSettings } from './release-settings.tsx';
import { Runners } from './runners.tsx';

/** Runners, and what only an administrator decides about repositories and hosts. */
export function ReleaseSettingsPage() {
  const { administrator } = useIdentity();
  return (
    <>
      <PageHeader
        title="Runners and settings"
        description="Where commands of pipelines run, where repositories may lie, which hosts the server may ask."
      />
      <Runners administrator={administrator} />
      {administrator ? (
        <ReleaseSettings />
      ) : (
        <p className="text-secondary">The settings are shown to administrators.</p>
      )}
    </>
  );
}
