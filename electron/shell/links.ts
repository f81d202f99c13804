import { shell } from 'electron';
import type { MethodInput } from '../../shared/contract/contract.ts';

type Topic = MethodInput<'app.openExternal'>['topic'];

/** The only addresses Pulse ever hands to the browser. The page names a topic, never an address. */
const addresses: Record<Topic, `https://${string}`> = {
  replicas: 'https://www.postgresql.org/docs/current/hot-standby.html',
  licence: 'https://opensource.org/license/mit',
};

/** Opens one of our pages in the user's browser. */
export async function openTopic(topic: Topic): Promise<void> {
  await shell.openExternal(addresses[topic]);
}
