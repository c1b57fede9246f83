import { describe, expect, it } from 'vitest';
import { LANGUAGE_GROUPS } from '#core/plan/form/language-groups.ts';
import { languageNames } from '#core/plan/form/language-names.ts';
import { readOrder } from '#core/plan/form/order.ts';
import { ownLanguage, toLanguages } from '#core/plan/over/languages.ts';

function languagesOf(wish: string, own: string | null = null) {
  const { languages } = readOrder(`translate into ${wish}`);
  if (languages === null) throw new Error(`no language in ${wish}`);
  return toLanguages(languages, own, true);
}
const titlesOf = (wish: string, own: string | null = null): readonly string[] => {
  const languages = languagesOf(wish, own);
  if ('code' in languages) throw new Error(languages.question);
  return languages.titles;
};

describe('a number of languages', () => {
  it('is the most spoken ones, without that of the text, and that is said', () => {
    expect(languagesOf('15 languages', 'en')).toMatchObject({
      account: [
        "15 languages by number of speakers, without the text's own English: Chinese, Hindi, Spanish, Arabic, French, Bengali, Portuguese, Russian, Indonesian, Urdu, German, Japanese, Marathi, Vietnamese, Telugu",
      ],
    });
    expect(languagesOf('3 languages')).toMatchObject({
      titles: ['English', 'Chinese', 'Hindi'],
      account: [
        '3 languages by number of speakers: English, Chinese, Hindi',
        'The language of the text could not be told, so none was left out.',
      ],
    });
  });

  it('comes beside those that are named', () =>
    expect(titlesOf('Welsh, French and 3 more languages', 'en')).toEqual(['Welsh', 'French', 'Chinese', 'Hindi', 'Spanish']));

  it('has at least 60 to choose from, and asks back where more are wanted', () => {
    expect(new Set(titlesOf('60 languages', 'en')).size).toBe(60);
    expect(languagesOf('500 languages')).toMatchObject({
      code: 'language_missing',
      question: expect.stringMatching(/has \d\d languages to choose from, which is fewer than 500/),
    });
  });
});

describe('the languages of a place or a family', () => {
  it.each([
    ['the five biggest languages of India', ['Hindi', 'Bengali', 'Marathi', 'Telugu', 'Tamil']],
    ['the UN languages', ['English', 'Chinese', 'Spanish', 'Arabic', 'French', 'Russian']],
    ['the six official languages of the United Nations', ['English', 'Chinese', 'Spanish', 'Arabic', 'French', 'Russian']],
    ['five African languages', ['Swahili', 'Hausa', 'Amharic', 'Yoruba', 'Oromo']],
    ['the Nordic languages', ['Swedish', 'Danish', 'Norwegian', 'Finnish', 'Icelandic']],
    ['the languages of Switzerland', ['German', 'French', 'Italian', 'Romansh']],
    ['Thai and 3 European languages', ['Thai', 'Russian', 'German', 'French']],
  ])('are read: %j', (wish, titles) => expect(titlesOf(wish).slice(0, titles.length)).toEqual(titles));

  it.each(['all EU languages', 'every EU language', 'the 24 official languages of the European Union', "the EU's languages"])(
    'are 24 for %j',
    (wish) => expect(new Set(titlesOf(wish)).size).toBe(24),
  );

  it('leave out the own one only where a number was asked for', () => {
    expect(titlesOf('two UN languages', 'en')).toEqual(['Chinese', 'Spanish']);
    expect(titlesOf('the UN languages', 'en')).toHaveLength(6);
    expect(titlesOf('the six UN languages', 'en')).toHaveLength(6);
    expect(languagesOf('40 Indian languages')).toMatchObject({ question: expect.stringContaining('The list for India has 16 languages') });
  });

  it.each(LANGUAGE_GROUPS.map((group) => [group.title, group] as const))('are all known and different: %s', (_, { codes }) => {
    const titles = codes.map((code) => languageNames().find(code)?.title);
    expect(titles.every((title) => title !== undefined && title.length > 2)).toBe(true);
    expect(new Set(titles).size).toBe(codes.length);
  });
});

it('a language that is named twice is there once, and that is owned up to', () => {
  expect(languagesOf('French, fr, german and German')).toMatchObject({
    titles: ['French', 'German'],
    account: ['Dropped a repeat: French.', 'Dropped a repeat: German.'],
  });
  expect(titlesOf('English and French', 'en')).toEqual(['English', 'French']);
});

it('the language of all material is told only where it is one', async () => {
  const deps = {
    detectLanguage: async (text: string) => (text === '?' ? null : text),
    sourceLanguage: async (id: string) => (id === 'S1' ? 'de' : null),
  };
  expect(await ownLanguage(['de', 'de'], ['S1'], deps)).toBe('de');
  expect(await ownLanguage(['de', 'en'], [], deps)).toBeNull();
  expect(await ownLanguage(['de'], ['S2'], deps)).toBeNull();
  expect(await ownLanguage([], [], deps)).toBeNull();
});
