import { session } from 'electron';
import type { Fetch } from '../engine/webhooks/post.ts';

/**
 * How Pulse posts to webhooks: through the system's proxy and its certificates, in a session of its own. That of the
 * page lets nothing out, and this one keeps no cookies and no cache.
 */
export function outgoingFetch(): Fetch {
  const outgoing = session.fromPartition('outgoing', { cache: false });
  return (url, init) => outgoing.fetch(url, { ...init, credentials: 'omit' });
}
