import { PageHeader } from '../../ui/page-header.tsx';
import { EnvironmentTabs } from './environment-tabs.tsx';
import { SdkAddresses } from './sdk-addresses.tsx';
import { SdkKeys } from './sdk-keys.tsx';
import { FlagReviewSetting } from './flag-review-setting.tsx';
import { SdkSettings } from './sdk-settings.tsx';

/** By which keys SDKs ask each environment, and from which pages browsers may. */
export function SdkKeysPage() {
  return (
    <>
      <PageHeader
        title="SDK keys"
        description="Programs ask for flags with a key of their environment: LaunchDarkly’s published SDKs, or OFREP."
      />
      <EnvironmentTabs>
        {(environment) => (
          <>
            <SdkKeys key={`keys ${environment.ref}`} environment={environment} />
            <SdkAddresses />
            <SdkSettings key={`settings ${environment.ref}`} environment={environment} />
            <FlagReviewSetting key={`review ${environment.ref}`} environment={environment} />
          </>
        )}
      </EnvironmentTabs>
    </>
  );
}
