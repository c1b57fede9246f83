import fc from 'fast-check';
import type { RunView } from '#core/view/run-view.ts';
import { anyView } from '#test/fakes/views.ts';

/** Text that would call people, lie about links or break a message. */
const HOSTILE = [
  '<!channel>',
  '<!here|here>',
  '<!everyone>',
  '<@U0ADMIN>',
  '<@U0ADMIN|admin>',
  '<#C0SECRET>',
  '<!subteam^S0TEAM>',
  '<!date^1700000000^{date}|then>',
  '&lt;!channel&gt;',
  '&amp;lt;!channel&amp;gt;',
  '&#60;!here&#62;',
  '&#x3C;@U0ADMIN&#x3E;',
  '<&#33;channel>',
  '<&#64;U0ADMIN>',
  '@channel',
  '@here',
  '@EVERYONE',
  '@\u200b@channel',
  '<',
  '!channel>',
  '<\u200e!channel>',
  '<\n!channel>',
  '<https://evil.example|https://bank.example>',
  '[https://bank.example](https://evil.example)',
  '[x](javascript:alert(1))',
  '```',
  '`',
  '\n---\n\n**99 lanes = 99 done**',
  '| a | b |\n| - | - |\n| 1 | <!here> |',
  '# ',
  '- ',
  '> ',
  '*',
  '_',
  '\\',
  '&',
  '\ud800',
  '\u202e',
  '👩‍👩‍👧',
  '漢字'.repeat(20),
  ' ',
  '\n\n',
  'word '.repeat(30),
] as const;

export const hostileText = fc.array(fc.constantFrom(...HOSTILE), { maxLength: 12 }).map((parts) => parts.join(''));

export const longHostileText = fc.tuple(hostileText, fc.nat(400)).map(([text, times]) => `${text}\n`.repeat(times));

/** Any view, its texts hostile. Ids of runs are Fanout's own. */
export const hostileView: fc.Arbitrary<RunView> = fc
  .tuple(anyView, fc.infiniteStream(hostileText), fc.option(longHostileText), fc.boolean())
  .map(([view, texts, answer, keeps]) => {
    const next = (): string => String(texts.next().value);
    const named = { ...view, runId: 'k7m2qx4d' };
    if (keeps) return named;
    return {
      ...named,
      title: next(),
      why: next(),
      notes: view.notes.map(next),
      question: view.question === null ? null : next(),
      stage: view.stage === null ? null : { ...view.stage, title: next() },
      answer,
      card:
        view.card === null
          ? null
          : {
              ...view.card,
              why: next(),
              change: view.card.change === null ? null : next(),
              models: view.card.models.map((it) => ({ ...it, name: next() })),
            },
      replies: view.replies.map((it) => ({ ...it, text: next() })),
      lanes: view.lanes.map((lane) => ({ ...lane, title: next(), note: lane.note === null ? null : next() })),
    };
  });
