import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hasTerm, hasWord, toProse } from '#core/merge/find-word.ts';
import { watchCpu } from '#test/fakes/watch-cpu.ts';

const word = (text: string, wanted: string): boolean => hasWord(toProse(text, 'prose'), wanted);
const term = (text: string, wanted: string): boolean => hasTerm(toProse(text, 'whole'), wanted);

describe('a word that should not stand in a text', () => {
  it.each([
    ['app', 'The app, and your apps.'],
    ['client', 'All clients; the client’s name; l’client'],
    ['Kunde', 'Die Kunden warten.'],
    ['System', 'mit den Systemen'],
    ['Straße', 'STRASSE'],
    ['uygulama', 'Uygulamaların listesi'],
    ['uygulama', 'uygulamada'],
    ['İstemci', 'ISTEMCI yok, İSTEMCİ var'],
    ['Berlin', 'Berlin’de'],
    ['palvelin', 'palvelinta ei, mutta palvelinlla'],
    ['Nokia', 'Nokiassa'],
    ['Nokia', 'Nokiassakin'],
    ['EU', 'EU:ssa'],
    ['アプリ', 'このアプリは速い'],
    ['データ', '「データ」を読む'],
    ['程序', '这个程序很快'],
    ['软件', '软件更新了'],
    ['앱', '앱은 빠르다'],
    ['app', '使用app吧'],
    ['café', 'cafe\u0301 ici'],
    ['ＡＰＰ', 'an app'],
    ['приложение', 'Приложение быстро'],
  ])('%s is in %s', (wanted, text) => {
    expect(word(text, wanted)).toBe(true);
  });

  it.each([
    ['app', 'Ein Apparat, der Appell, a mapp, apply, Happy'],
    ['app', 'see https://app.example.com, `app run` and src/app.ts, my_app, me@app.io'],
    ['new', 'news of renewal'],
    ['Client', 'el cliente'],
    ['Lehrer', 'die Lehrerin'],
    ['Format', 'Die Formation, der Formatierer'],
    ['Auto', 'Autor, Automat, Auton8'],
    ['kale', 'kalemler'],
    ['tili', 'tilinpäätös'],
    ['アプリ', 'アプリケーションの設定'],
    ['データ', 'データベースとビッグデータ'],
    ['程序', '他是程序员'],
    ['앱', '앱스토어에서'],
    ['don', 'don’t go'],
    ['कम', 'कमी नहीं'],
    ['', 'anything'],
  ])('%s is not in %s', (wanted, text) => {
    expect(word(text, wanted)).toBe(false);
  });

  it('is found between any words, and never within letters of its own script', () => {
    const letters = fc.string({ unit: fc.constantFrom(...'bcdfghjkm'), minLength: 7, maxLength: 12 });
    fc.assert(
      fc.property(letters, letters, fc.constantFrom(' ', ', ', '. ', '\n', ' (', ' "', '—', '。'), (wanted, other, between) => {
        fc.pre(wanted !== other);
        expect(word(`${other}${between}${wanted}${between}${other}`, wanted)).toBe(true);
        expect(word(`${other}${wanted} ${wanted}${other}`, wanted)).toBe(false);
      }),
    );
  });

  it('takes no time in a text that is full of it', () => {
    const cpuMs = watchCpu();
    word('数据'.repeat(200_000), '据数');
    term('abab'.repeat(200_000), 'ab');
    word(']('.repeat(1_000_000), 'ab');
    expect(cpuMs()).toBeLessThan(10_000);
  });
});

describe('a term that should stand in a text', () => {
  it.each([
    ['Fanout', 'Fanout’un gücü'],
    ['Fanout', 'Fanoutların'],
    ['Fanout', 'Fanoutistamme ja Fanoutissa'],
    ['Fanout', 'これはfanoutです'],
    ['Fanout', 'Fanout은 빠르다'],
    ['Fanout', 'בFanout'],
    ['Fanout', 'Ｆａｎｏｕｔ'],
    ['Fanout', 'see https://fanout.example'],
    ['アプリ', 'アプリケーション'],
    ['程序', '程序员'],
    ['App', 'Apps'],
    ['Terms of Service', 'as the Terms\nof  Service\u00a0say'],
    ['Terms of\u00a0Service', 'the terms of service'],
    ['e-mail', 'an e\u2011mail'],
    ['e\u2011mail', 'e-mails'],
  ])('%s is in %s', (wanted, text) => {
    expect(term(text, wanted)).toBe(true);
  });

  it.each([
    ['Fanout', 'Fanoutography'],
    ['Fanout', 'unFanout'],
    ['App', 'Apparat'],
    ['कम', 'कमी'],
  ])('%s is not in %s', (wanted, text) => {
    expect(term(text, wanted)).toBe(false);
  });
});
