import { describe, expect, it } from 'vitest';
import { LANGUAGE_GROUPS } from '#core/plan/data/language-groups.ts';
import { languageNames } from '#core/plan/read/language-names.ts';
import { lanesOf, planOf, promptsOf, questionOf, titlesOf } from './ask.ts';

const KEEP = 'Keep meaning, tone, names, numbers and formatting.';

describe('a number of languages', () => {
  it('takes the most spoken ones, leaves out the language of the text, and says so', async () => {
    const plan = await planOf('translate into 15 languages: The cat sat on the mat.');
    expect(plan.mode).toBe('orchestrate');
    expect(plan.why).toBe('15 lanes: one for each language');
    expect(plan.notes).toEqual([
      "15 languages by number of speakers, without the text's own English: Chinese, Hindi, Spanish, Arabic, French, Bengali, Portuguese, Russian, Indonesian, Urdu, German, Japanese, Marathi, Vietnamese, Telugu",
    ]);
    expect(plan.texts).toEqual([{ id: 'T1', title: 'the text', text: 'The cat sat on the mat.' }]);
    const [stage] = plan.stages;
    expect(stage?.merge).toBe('ordered');
    expect(stage?.lanes[0]).toEqual({
      title: 'Chinese',
      prompt: `Translate the material into Chinese. ${KEEP}`,
      sources: ['T1'],
      work: 'translate',
      output: { kind: 'text' },
    });
  });

  it.each([
    ['translate to 5 languages\n\nKatzen und Hunde', 5, 'English'],
    ['translate into fifteen languages: Katzen und Hunde', 15, 'English'],
    ['translate this into a dozen languages: The cat', 12, 'Chinese'],
    ['translate “The cat” into 20 different languages', 20, 'Chinese'],
    ['translate into the 10 most spoken languages: The cat', 10, 'Chinese'],
    ['please translate into twenty-five languages: The cat', 25, 'Chinese'],
    ['translate into three languages\nThe cat', 3, 'Chinese'],
  ])('reads %j', async (text, count, first) => {
    const titles = await titlesOf(text);
    expect(titles).toHaveLength(count);
    expect(titles[0]).toBe(first);
  });

  it('leaves out the language of a source too', async () => {
    const given = { files: ['report.md'], language: 'en' };
    const plan = await planOf('translate this into 15 languages', given);
    expect(plan.notes[0]).toContain("without the text's own English");
    expect(plan.stages[0]?.lanes.map((lane) => lane.sources)).toEqual(Array.from({ length: 15 }, () => ['S1']));
  });

  it('leaves none out when the language can not be told, and says so', async () => {
    const plan = await planOf('translate into 3 languages: xyz');
    expect(plan.notes).toEqual([
      '3 languages by number of speakers: English, Chinese, Hindi',
      'The language of the text could not be told, so none was left out.',
    ]);
  });

  it.each([
    ['French, German (formal) and Spanish', ['French', 'German (formal)', 'Spanish']],
    ['German (formal), German (informal)', ['German (formal)', 'German (informal)']],
    ['French (formal), German and Spanish (informal)', ['French (formal)', 'German', 'Spanish (informal)']],
    ['French (fr), German (de) and Spanish (es)', ['French', 'German', 'Spanish']],
    ['French (not Canadian) and German', ['French (not Canadian)', 'German']],
    ['Chinese (Taiwan), Portuguese (Brazil) and Thai', ['Chinese (Taiwan)', 'Portuguese (Brazil)', 'Thai']],
  ])('goes on behind a remark about one language: %j', async (wish, titles) => {
    const lanes = await lanesOf(`translate into ${wish}: the cat`);
    expect(lanes.map(({ title }) => title)).toEqual(titles);
    for (const { title, prompt } of lanes) expect(prompt).toContain(`Translate the material into ${title}. Keep`);
  });

  it('leaves what stands behind the last one to all of them', async () => {
    expect(await promptsOf('translate into French and German (formal tone): the cat')).toEqual([
      expect.stringContaining('into French (formal tone).'),
      expect.stringContaining('into German (formal tone).'),
    ]);
  });

  it('knows that a number may be of somebody’s choice', async () => {
    expect(await promptsOf('translate into 2 languages of your choice: the cat')).toEqual([
      expect.stringContaining('into Chinese. Keep'),
      expect.stringContaining('into Hindi. Keep'),
    ]);
  });

  it('says of a group how many are left, and what is not among them', async () => {
    expect((await planOf('translate into every Nordic language except Icelandic: The cat')).notes).toEqual([
      'The languages of the Nordic countries: 4, the largest first, without Icelandic.',
    ]);
    expect((await planOf('translate into all Nordic languages except Thai: The cat')).notes).toEqual([
      'The languages of the Nordic countries: 5, the largest first.',
    ]);
  });

  it('fills up what is named, and leaves out what is excepted', async () => {
    expect(await titlesOf('translate into Welsh and 2 other languages: The cat')).toEqual(['Welsh', 'Chinese', 'Hindi']);
    expect(await titlesOf('translate into 3 languages including Welsh: The cat')).toEqual(['Welsh', 'Chinese', 'Hindi']);
    expect(await titlesOf('translate into 3 languages except Hindi and Chinese: The cat')).toEqual(['Spanish', 'Arabic', 'French']);
  });

  it('has at least 60 to choose from, and asks back where more are wanted', async () => {
    expect(await titlesOf('translate into 60 languages: The cat')).toHaveLength(60);
    const { code, question } = await questionOf('translate into 500 languages: The cat');
    expect(code).toBe('language_missing');
    expect(question).toMatch(/has \d\d languages to choose from, which is fewer than 500/);
  });

  it.each(['translate into all languages: The cat', 'translate into 5 Martian languages: The cat', 'translate into 0 languages: The cat'])(
    'asks which are meant by %j',
    async (text) => expect((await questionOf(text)).code).toBe('language_missing'),
  );
});

describe('the languages of a place or a family', () => {
  it.each([
    ['the five biggest languages of India', ['Hindi', 'Bengali', 'Marathi', 'Telugu', 'Tamil']],
    ['the UN languages', ['English', 'Chinese', 'Spanish', 'Arabic', 'French', 'Russian']],
    ['the six official languages of the United Nations', ['English', 'Chinese', 'Spanish', 'Arabic', 'French', 'Russian']],
    ['five African languages', ['Swahili', 'Hausa', 'Amharic', 'Yoruba', 'Oromo']],
    ['the Nordic languages', ['Swedish', 'Danish', 'Norwegian', 'Finnish', 'Icelandic']],
    ['Scandinavian languages', ['Swedish', 'Danish', 'Norwegian']],
    ['the languages of Switzerland', ['German', 'French', 'Italian', 'Romansh']],
    ['all languages spoken in Belgium', ['Dutch', 'French', 'German']],
    ['the three most spoken Indian languages and Thai', ['Thai', 'Hindi', 'Bengali', 'Marathi']],
    ['all Baltic languages except Latvian', ['Lithuanian', 'Estonian']],
  ])('reads %j', async (wish, titles) => expect(await titlesOf(`translate into ${wish}: xyz`)).toEqual(titles));

  it.each(['all EU languages', 'all official EU languages', 'the 24 official languages of the European Union', 'EU languages'])(
    'knows 24 for %j',
    async (wish) => expect(new Set(await titlesOf(`translate into ${wish}: The cat`)).size).toBe(24),
  );

  it('says which were taken, and leaves out the own one only where a number was asked for', async () => {
    expect((await planOf('translate into two UN languages: The cat')).notes).toEqual([
      "2 languages of the United Nations, the largest first, without the text's own English: Chinese, Spanish",
    ]);
    expect((await planOf('translate into the UN languages: The cat')).notes).toEqual([
      'The languages of the United Nations: 6, the largest first.',
    ]);
  });

  it('drops what is named twice', async () => {
    const plan = await planOf('translate into the UN languages and French: xyz');
    expect(plan.stages[0]?.lanes).toHaveLength(6);
    expect(plan.notes).toContain('Dropped a repeat: French.');
  });

  it('fans other writing out, and asks back where there are not so many', async () => {
    expect(await titlesOf('write a greeting in all Baltic languages')).toHaveLength(3);
    expect((await questionOf('translate into 40 Indian languages: xyz')).question).toContain('The list for India has 16 languages');
    expect((await questionOf('translate into 0 EU languages: xyz')).code).toBe('language_missing');
  });

  it.each(LANGUAGE_GROUPS.map((group) => [group.title, group] as const))('are all known and different: %s', (_, { codes }) => {
    const titles = codes.map((code) => languageNames().find(code)?.title);
    expect(titles.every((title) => title !== undefined && title.length > 2)).toBe(true);
    expect(new Set(titles).size).toBe(codes.length);
  });
});

describe('languages that contradict each other', () => {
  it('are taken as listed where their number is another one, and that is said', async () => {
    const plan = await planOf('translate into 5 languages: French and German: hi');
    expect(plan.stages[0]?.lanes.map((lane) => lane.title)).toEqual(['French', 'German']);
    expect(plan.notes).toEqual(['5 languages were asked for and 2 named: the named ones were taken.']);
  });

  it('are asked about where none is left', async () => {
    const { code, question } = await questionOf('translate into French but not into French: hi');
    expect([code, question]).toEqual(['language_missing', expect.stringContaining('takes it away again')]);
    expect(await titlesOf('translate into French and German, but not German: hi')).toEqual(['French']);
    expect(await promptsOf('translate into French, not German style: hi')).toEqual([
      expect.stringContaining('into French, not German style'),
    ]);
  });
});

describe('named languages', () => {
  it.each([
    ['translate into French, German and Japanese: Good morning: all', ['French', 'German', 'Japanese']],
    ['translate to fr, de and pt-BR: hi', ['French', 'German', 'Portuguese (Brazil)']],
    ['translate this to French/German: hi', ['French', 'German']],
    ['translate in Spanish & Italian: hi', ['Spanish', 'Italian']],
    ['translate into français, Deutsch, 日本語: hi', ['French', 'German', 'Japanese']],
    ['translate into 日本語、中文: hi', ['Japanese', 'Chinese']],
    ['TRANSLATE INTO FRENCH, GERMAN: hi', ['French', 'German']],
    ['translate into French; German; Thai: hi', ['French', 'German', 'Thai']],
    ['translate into French, German, and Thai\n\nhi', ['French', 'German', 'Thai']],
    ['translate into the following languages:\n- French\n- German\n\nhi', ['French', 'German']],
    ['translate into\n1. French\n2. German\n\nhi', ['French', 'German']],
    ['translate into: French, German\n\nhi', ['French', 'German']],
    ['translate into 2 languages: French and German: hi', ['French', 'German']],
    ['translate into Brazilian Portuguese and Simplified Chinese: hi', ['Portuguese (Brazil)', 'Chinese (Simplified)']],
    ['translate into Spanish (Latin America), Canadian French: hi', ['Spanish (Latin America)', 'French (Canada)']],
    ['translate "Hello, world" into it, es and no', ['Italian', 'Spanish', 'Norwegian']],
    ['translate good morning into French and German', ['French', 'German']],
    ['translate into Farsi, Mandarin and Tagalog: hi', ['Persian', 'Chinese', 'Filipino']],
  ])('reads %j', async (text, titles) => expect(await titlesOf(text)).toEqual(titles));

  it('drops a repeat and says so, also where it is written another way', async () => {
    const plan = await planOf('translate into French, fr, german and German: hi');
    expect(plan.stages[0]?.lanes.map((lane) => lane.title)).toEqual(['French', 'German']);
    expect(plan.notes).toEqual(['Dropped a repeat: fr is French.', 'Dropped a repeat: German.']);
  });

  it("keeps the text's own language where it is named", async () => {
    expect(await titlesOf('translate into English and French: The cat sat on the mat.')).toEqual(['English', 'French']);
  });

  it('gives an unknown language its lane as written, and says so', async () => {
    const plan = await planOf('translate into French, Klingonese and German: hi');
    expect(plan.stages[0]?.lanes.map((lane) => lane.title)).toEqual(['French', 'Klingonese', 'German']);
    expect(plan.notes).toEqual(['“Klingonese” is no language I know; it gets its lane as written.']);
    expect(await titlesOf('translate into Dothraki: hi')).toEqual(['Dothraki']);
  });

  it.each([
    [
      'translate into French, informal, keep the product names: hi',
      'Translate the material into French, informal, keep the product names.',
    ],
    ['translate into French. Keep it informal.\n\nhi', 'Translate the material into French. Keep it informal.'],
    ['translate into French\nKeep it informal\n\nhi', 'Translate the material into French\nKeep it informal'],
  ])('keeps further wishes in the prompt: %j', async (text, wish) => {
    const [lane] = await lanesOf(text);
    expect(lane?.title).toBe('French');
    expect(lane?.prompt).toContain(wish);
    expect(lane?.prompt).toContain('Where that leaves it open, keep meaning');
  });

  it('is one call for one language', async () => {
    const plan = await planOf('translate into French: hi');
    expect([plan.mode, plan.why]).toEqual(['simple', '1 call: only one language, French']);
  });

  it('never puts the text into a prompt', async () => {
    const prompts = await promptsOf('translate this into French and German:\n\nsecret words: a, b');
    expect(prompts.join()).not.toContain('secret');
  });

  it('takes a text that stands before the instruction', async () => {
    const plan = await planOf('Dear all,\nwe meet at noon.\n\nTranslate it into French and Thai');
    expect(plan.texts[0]?.text).toBe('Dear all,\nwe meet at noon.');
    expect(plan.stages[0]?.lanes).toHaveLength(2);
  });

  it('fans other writing out over several languages', async () => {
    expect(await promptsOf('Write a welcome message in French and German')).toEqual([
      'Write a welcome message in French.',
      'Write a welcome message in German.',
    ]);
    expect(await titlesOf('compare the grammar in French and German')).toHaveLength(1);
    expect(await titlesOf('explain the rules in French and German law')).toHaveLength(1);
  });
});

describe('a translation with something missing', () => {
  it.each(['translate this', 'translate: Hola amigos', 'translate to me please: hello'])(
    'asks for the language of %j, with an example',
    async (text) => {
      const { code, question } = await questionOf(text);
      expect(code).toBe('language_missing');
      expect(question).toContain('“translate into French, German and Japanese”');
    },
  );

  it.each([
    'translate into French',
    'translate this into 15 languages',
    'translate my CV into French',
    'translate the attached file into French.',
  ])('asks for the material of %j', async (text) => expect((await questionOf(text)).code).toBe('material_missing'));
});
