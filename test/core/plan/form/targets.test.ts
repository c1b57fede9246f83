import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isPlain, readOrder } from '#core/plan/form/order.ts';

const namesOf = (words: string): readonly string[] => readOrder(words).languages?.named.map(({ title }) => title) ?? [];

describe('the languages that something is wanted in', () => {
  it.each([
    ['translate into French, German and Japanese', ['French', 'German', 'Japanese']],
    ['translate this to French/German', ['French', 'German']],
    ['translate into French & German', ['French', 'German']],
    ['translate to French, to German and into Thai', ['French', 'German', 'Thai']],
    ['translate into french,german,thai', ['French', 'German', 'Thai']],
    ['translate into français, Deutsch, 日本語', ['French', 'German', 'Japanese']],
    ['translate into Farsi, Mandarin and Tagalog', ['Persian', 'Chinese', 'Filipino']],
    ['translate into simplified and traditional chinese', ['Chinese (Simplified)', 'Chinese (Traditional)']],
    ['translate into American and British English', ['English (United States)', 'English (United Kingdom)']],
    ['translate into Spanish (Latin America), Canadian French', ['Spanish (Latin America)', 'French (Canada)']],
    ['translate into Serbian (Latin) and Serbian (Cyrillic)', ['Serbian (Latin)', 'Serbian (Cyrillic)']],
    ['translate into French (formal), German (Sie)', ['French (formal)', 'German (Sie)']],
    ['translate into French (fr), German (Deutsch)', ['French', 'German']],
    ['translate into Klingon, Norwegian Bokmål and Nynorsk', ['Klingon', 'Norwegian Bokmål', 'Norwegian Nynorsk']],
    ['translate to fr, de and pt_BR', ['French', 'German', 'Portuguese (Brazil)']],
    ['translate into each of these languages: French, Thai', ['French', 'Thai']],
    ['Übersetze ins Englische, Französische sowie Spanische', ['English', 'French', 'Spanish']],
    ['Traduis en anglais et en allemand', ['English', 'German']],
    ['Traduce al inglés y al francés', ['English', 'French']],
    ['Traduci in inglese, tedesco e giapponese', ['English', 'German', 'Japanese']],
    ['Traduza para o inglês e o alemão', ['English', 'German']],
    ['Переведи на английский, немецкий и японский', ['English', 'German', 'Japanese']],
    ['İngilizce ve Almancaya çevir', ['English', 'German']],
    ['İngilizceye, Almancaya çevir', ['English', 'German']],
    ['İngilizce, Almanca ve Fransızca dillerine çevir', ['English', 'German', 'French']],
    ['ترجم إلى الإنجليزية والفرنسية وإلى الألمانية', ['English', 'French', 'German']],
    ['ترجم للفرنسية', ['French']],
    ['अंग्रेज़ी, जर्मन और फ़्रेंच में अनुवाद करें', ['English', 'German', 'French']],
    ['英語、フランス語とドイツ語に翻訳して', ['English', 'French', 'German']],
    ['翻译成英语、法语和德语', ['English', 'French', 'German']],
    ['영어, 프랑스어와 독일어로 번역해 줘', ['English', 'French', 'German']],
  ])('are all of them: %j', (words, titles) => {
    expect(namesOf(words)).toEqual(titles);
    expect(readOrder(words).left).toEqual([]);
  });

  it.each([
    ['translate French to German', ['German']],
    ['translate from French into German', ['German']],
    ['translate into German from French', ['German']],
    ['translate from Spanish to English and German', ['English', 'German']],
    ['translate this French text into German', ['German']],
    ['Übersetze diesen englischen Text ins Deutsche', ['German']],
    ['Übersetze aus dem Englischen ins Deutsche', ['German']],
    ['Traduis ce texte anglais en français', ['French']],
    ["Traduis de l'anglais vers le français", ['French']],
    ['Traduce del inglés al español', ['Spanish']],
    ['Traduza do inglês para o português', ['Portuguese']],
    ['Переведи этот английский текст на русский', ['Russian']],
    ['Bu İngilizce metni Türkçeye çevir', ['Turkish']],
    ['ترجم هذا النص الإنجليزي إلى العربية', ['Arabic']],
    ['इस अंग्रेज़ी पाठ का हिंदी में अनुवाद करें', ['Hindi']],
    ['हिंदी से अंग्रेज़ी में अनुवाद करें', ['English']],
    ['この英文を日本語に翻訳して', ['Japanese']],
    ['英語の文章を日本語に翻訳してください', ['Japanese']],
    ['将这段英文翻译成中文', ['Chinese']],
    ['이 영어 문장을 한국어로 번역해 줘', ['Korean']],
  ])('are not what is there already, and that is not lost: %j', (words, titles) => {
    expect(namesOf(words)).toEqual(titles);
    expect(readOrder(words).left).not.toEqual([]);
  });

  it('are none where it can not be told which is which', () => {
    expect(namesOf('translate the text in English into French')).toEqual([]);
    expect(isPlain(readOrder('translate the text in English into French'))).toBe(false);
  });

  it('keep a name that nobody knows from deciding, wherever it stands', () => {
    const known = fc.uniqueArray(fc.constantFrom('French', 'German', 'Thai', 'Welsh', 'Polish'), { minLength: 1, maxLength: 4 });
    const unknown = fc.constantFrom('Elvish', 'Hokkien', 'Portugese', 'Dothraki', 'Esperantish');
    fc.assert(
      fc.property(known, unknown, fc.nat(), (names, odd, at) => {
        const all: readonly string[] = [...names.slice(0, at % (names.length + 1)), odd, ...names.slice(at % (names.length + 1))];
        expect(readOrder(`translate into ${all.slice(0, -1).join(', ')} and ${all.at(-1)}`).left).toContain(odd);
      }),
    );
  });
});

describe('a number of languages', () => {
  const picksOf = (words: string) => readOrder(words).languages?.picks.map(({ count, of }) => [count, of]);

  it.each([
    ['translate into 15 languages', [[15, '']]],
    ['translate into fifteen different languages', [[15, '']]],
    ['translate into a dozen languages', [[12, '']]],
    ['translate into 20 (twenty) languages', [[20, '']]],
    ['translate into French and 3 more languages', [[3, '']]],
    ['translate into 3 European languages', [[3, 'Europe']]],
    ['translate into five African languages', [[5, 'Africa']]],
    ['translate into the five biggest languages of India', [[5, 'India']]],
    ['übersetze in fünf Sprachen', [[5, '']]],
    ['traduis en dix langues', [[10, '']]],
    ['traduce a 3 idiomas', [[3, '']]],
    ['traduci in tre lingue', [[3, '']]],
    ['traduza para cinco idiomas', [[5, '']]],
    ['переведи на пять языков', [[5, '']]],
    ['üç dile çevir', [[3, '']]],
    ['ترجم إلى خمس لغات', [[5, '']]],
    ['पाँच भाषाओं में अनुवाद करें', [[5, '']]],
    ['5ヶ国語に翻訳して', [[5, '']]],
    ['翻译成五种语言', [[5, '']]],
    ['5개 언어로 번역해 주세요', [[5, '']]],
  ])('is read: %j', (words, picks) => {
    expect(picksOf(words)).toEqual(picks);
    expect(readOrder(words).left).toEqual([]);
  });

  it.each([
    'translate into two or three languages',
    'translate into at least 3 languages',
    'translate into 3 languages, one of them Finnish',
    'translate into 3 languages: French and German',
    'translate into Welsh, French and 2 more languages',
    'translate into the Nordic languages: Swedish and Danish',
    'translate into 5 EU languages: French and German',
    'translate into the languages of India and Thai',
    'translate into 3 new languages',
  ])('that is not all there is to know decides nothing: %j', (words) => expect(isPlain(readOrder(words))).toBe(false));

  it('of named languages is no other number', () => {
    for (const words of ['translate into 2 languages: French and German', 'translate into two EU languages, French and German'])
      expect(readOrder(words)).toMatchObject({ left: [], languages: { picks: [], named: [{}, {}] } });
  });

  it('that is missing is asked for', () => {
    for (const words of ['translate into all languages', 'translate into languages']) expect(readOrder(words).languages?.vague).toBe(true);
  });
});
