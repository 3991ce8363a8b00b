import { useEffect } from 'react';
import { addressOf, call } from '../../api/call.ts';

const renewMs = 15_000;

/** Says that the person is in a review's room while its page is open, and that they left it. */
export function usePresence(review: string): void {
  useEffect(() => {
    const params = { id: review };
    // A renewal that fails is made up for by the next; who is away long enough counts as gone.
    const renew = () => void call('rhythm.enterRoom', { params }).catch(() => undefined);
    const leave = () =>
      void fetch(addressOf('rhythm.leaveRoom', { params }), {
        method: 'DELETE',
        credentials: 'same-origin',
        keepalive: true,
      }).catch(() => undefined);
    renew();
    const timer = setInterval(renew, renewMs);
    window.addEventListener('pagehide', leave);
    return () => {
      clearInterval(timer);
      window.removeEventListener('pagehide', leave);
      leave();
    };
  }, [review]);
}
