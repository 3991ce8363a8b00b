import { call } from '../api/call.ts';
import { Avatar } from '../ui/avatar.tsx';
import { Menu } from '../ui/menu.tsx';
import { useIdentity } from './session.ts';

/** Who is signed in, with the way out. */
export function AccountMenu() {
  const identity = useIdentity();
  const signOut = async () => {
    await call('access.signOut', {});
    location.assign('/');
  };
  return (
    <Menu
      trigger={
        <button type="button" aria-label={`Account of ${identity.name}`} className="rounded-full">
          <Avatar name={identity.name} />
        </button>
      }
      groups={[
        {
          acts: [
            { label: 'Mail', icon: 'bell', href: '/mail' },
            { label: 'API keys', icon: 'lock', href: '/api-keys' },
            { label: 'People who may sign in', icon: 'user', href: '/identities' },
            ...(identity.administrator
              ? [{ label: 'Rehearsal organisation', icon: 'play' as const, href: '/rehearsal' }]
              : []),
          ],
        },
        { acts: [{ label: 'Sign out', icon: 'sign-out', onSelect: () => void signOut() }] },
      ]}
    />
  );
}
