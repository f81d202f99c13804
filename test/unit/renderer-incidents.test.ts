import { describe, expect, it } from 'vitest';
import { announcementOf } from '../../renderer/src/format/announcement.ts';
import { sinceBegin } from '../../renderer/src/screens/incidents/around-words.ts';
import { besides, momentsOf } from '../../renderer/src/screens/incidents/timeline-moments.ts';
import { heir, mailboxOf, neighbour, rowsIn } from '../../renderer/src/stores/mailbox.ts';
import type { IncidentView } from '../../shared/domain/incident.ts';

describe('the timeline', () => {
  it('shows how the schema differed where it happened, before what came of it', () => {
    const dropped = { kind: 'dropped' as const, column: 'a', before: 'text', after: null, text: 'a dropped' };
    const moments = momentsOf(
      [
        { at: 10, kind: 'pending', text: 'Bad once.' },
        { at: 20, kind: 'resolved', text: 'Over.' },
      ],
      [
        { at: 10, changes: [dropped] },
        { at: 15, changes: [] },
      ],
    );
    expect(moments.map(({ at, kind }) => `${at} ${kind}`)).toEqual([
      '10 schema',
      '10 pending',
      '15 schema',
      '20 resolved',
    ]);
    expect(moments[0]).toMatchObject({ text: '', changes: [dropped] });
    expect(moments[2]?.text).toContain('As accepted again');
  });
});

describe('a moment of the timeline', () => {
  it.each([
    ['Acknowledged', 'Acknowledged', ''],
    ['Acknowledged', 'Acknowledged: known.', 'Known.'],
    ['Silenced', 'Silenced until 14:02.', 'Until 14:02.'],
    ['Firing', 'Freshness: 3 min old.', 'Freshness: 3 min old.'],
  ])('says its word once: %s, %s', (word, text, said) => expect(besides(word, text)).toBe(said));
});

describe('how long before or after the first bad run', () => {
  it.each([
    [-720_000, '12 min before'],
    [180_000, '3 min after'],
    [59_000, 'same minute'],
  ])('%i ms: %s', (ms, words) => expect(sinceBegin(ms)).toBe(words));
});

describe('the mailboxes', () => {
  const incident = (changes: Partial<IncidentView>) =>
    ({
      state: 'firing',
      silence: null,
      acknowledgedAt: null,
      resolvedAt: null,
      startedAt: 1,
      ...changes,
    }) as IncidentView;

  it.each([
    ['open', {}],
    ['acknowledged', { acknowledgedAt: 5 }],
    ['silenced', { acknowledgedAt: 5, silence: { id: 1, until: null } }],
    ['pending', { state: 'pending' as const, acknowledgedAt: 5 }],
    ['resolved', { state: 'resolved' as const, acknowledgedAt: 5 }],
  ])('%s', (box, changes) => expect(mailboxOf(incident(changes))).toBe(box));

  it('have the newest first: what ended last, or else what began last', () => {
    const open = [1, 3, 2].map((startedAt) => incident({ id: startedAt, startedAt }));
    const over = [9, 8].map((resolvedAt) => incident({ id: resolvedAt, state: 'resolved', resolvedAt }));
    expect(rowsIn([...open, ...over], 'open').map(({ id }) => id)).toEqual([3, 2, 1]);
    expect(rowsIn([...open, ...over], 'resolved').map(({ id }) => id)).toEqual([9, 8]);
  });
});

describe('what a screen reader says of incidents that begin', () => {
  const began = (id: number, changes: Partial<IncidentView> = {}) =>
    ({
      title: `Incident ${id}`,
      sentence: 'It is bad.',
      parentId: null,
      silence: null,
      ...changes,
    }) as IncidentView;

  it('is the newest of those that are said', () => {
    expect(announcementOf([began(1)])).toBe('New incident: Incident 1. It is bad.');
    expect(announcementOf([began(1), began(2)])).toBe('2 new incidents, the last: Incident 2. It is bad.');
  });

  it('is nothing of what is kept silent, or is part of another', () => {
    expect(announcementOf([began(1, { parentId: 7 }), began(2, { silence: { id: 1, until: null } })])).toBe(
      '',
    );
    expect(announcementOf([])).toBe('');
  });
});

describe('the row that the keyboard acts on', () => {
  it('moves by one, stays within the list, and begins with the first', () => {
    expect(neighbour([4, 5, 6], 5, 1)).toBe(6);
    expect(neighbour([4, 5, 6], 5, -1)).toBe(4);
    expect(neighbour([4, 5, 6], 6, 1)).toBeNull();
    expect(neighbour([4, 5, 6], 4, -1)).toBeNull();
    expect(neighbour([4, 5, 6], null, -1)).toBe(4);
    expect(neighbour([], null, 1)).toBeNull();
  });

  it('is taken over by the next one when it leaves, at the end by the one before', () => {
    expect(heir([4, 5, 6], [4, 6], 5)).toBe(6);
    expect(heir([4, 5, 6], [4, 5], 6)).toBe(5);
    expect(heir([4, 5, 6], [4], 5)).toBe(4);
    expect(heir([4], [], 4)).toBeNull();
    expect(heir([4], [7], 99)).toBeNull();
  });
});
