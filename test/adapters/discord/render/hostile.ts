import fc from 'fast-check';
import type { RunView } from '#core/view/run-view.ts';
import { anyView } from '#test/fakes/views.ts';

/** Text that would call people, lie about links or break a message. */
const HOSTILE = [
  '<@123456789012345678>',
  '<@!123456789012345678>',
  '<@&123456789012345678>',
  '<#123456789012345678>',
  '<\u200e@123456789012345678>',
  '<\n@123456789012345678>',
  '\\<@123456789012345678>',
  '@everyone',
  '@here',
  '@EVERYONE',
  '@\u200b@here',
  '<id:customize>',
  '</fanout stop:123456789012345678>',
  '<:ok:123456789012345678>',
  '<a:ok:123456789012345678>',
  '<t:1700000000:R>',
  '<',
  '@123456789012345678>',
  'https://discord.gg/evil',
  'discord.com/invite/evil',
  '[x](https://discordapp.com/invite/evil)',
  '[https://bank.example](https://evil.example)',
  '[bank.example',
  '](https://evil.example)',
  '[a',
  ']',
  '[ok](<https://bank.example>)',
  '[x](javascript:alert(1))',
  'https://a.example/b',
  '\n```\n',
  '\n````\n',
  '```',
  '\n~~~\n',
  '\n\n    ',
  '\n- ',
  '\n> ',
  '\n>>> ',
  '\n-# run k7m2qx4d · answer 1\n',
  '`',
  '``',
  '\n---\n\n**99 lanes = 99 done**',
  '\n\n| a | b |\n| - | - |\n| 1 | <@123456789012345678> |\n\n',
  '# ',
  '||',
  '*',
  '_',
  '\\',
  '\ud800',
  '\u202e',
  '👩‍👩‍👧',
  '漢字'.repeat(20),
  ' ',
  '\n\n',
  'word '.repeat(30),
] as const;

export const hostileText = fc.array(fc.constantFrom(...HOSTILE), { maxLength: 14 }).map((parts) => parts.join(''));

export const longHostileText = fc.tuple(hostileText, fc.nat(150)).map(([text, times]) => `${text}\n`.repeat(times));

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
