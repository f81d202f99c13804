import { describe, expect, it } from 'vitest';
import { routeWords, withRoute } from '../../renderer/src/screens/settings/route-words.ts';
import { MessageRoute } from '../../shared/domain/settings.ts';

const route = (part: Partial<MessageRoute>) =>
  MessageRoute.parse({ connectionId: 1, tableId: null, ...part });
const webhooks = [
  { id: 1, name: 'Team' },
  { id: 2, name: 'Pager' },
];

describe('a rule in words', () => {
  it.each([
    [{}, []],
    [{ desktop: false, webhooks: [1, 2] }, ['not on the desktop', 'to Team and Pager alone']],
    [{ desktop: true, webhooks: [] }, ['shown on the desktop', 'to no webhook']],
    [{ least: 'broken' as const, repeatHours: 0 }, ['broken or worse only', 'never repeated']],
    [{ repeatHours: 4 }, ['repeated every 4 h']],
  ])('%j', (part, words) => expect(routeWords(route(part), webhooks)).toEqual(words));
});

describe('the rules', () => {
  it('hold one for each connection and each table', () => {
    const wide = route({ desktop: false });
    const narrow = route({ tableId: 7, desktop: true });
    const rules = withRoute(withRoute([], wide), narrow);
    expect(rules).toEqual([wide, narrow]);
    expect(withRoute(rules, route({ least: 'critical' }))).toEqual([narrow, route({ least: 'critical' })]);
  });

  it('lose one that leaves everything open', () => {
    expect(withRoute([route({ desktop: false })], route({}))).toEqual([]);
  });
});
