import { describe, expect, it } from 'vitest';
import { toDriftNotes } from '#core/merge/drift.ts';

const lane = (title: string, text: string) => ({ title, text });
const term = (use: string, not: readonly string[] = [], always = true) => ({ use, not, always });

describe('words that drift', () => {
  it('names the results that a term is missing from, and those where another word stands for it', () => {
    const sections = [lane('French', 'Fanout est là.'), lane('German', 'Auffächerer ist da.'), lane('Dutch', 'De Fan-out is er.')];
    expect(toDriftNotes([term('Fanout', ['Fan-out'])], sections)).toEqual([
      'Words that drift: “Fanout” does not stand in German, Dutch; “Fan-out” stands for “Fanout” in Dutch.',
    ]);
  });

  it('knows a name with an ending, in any case, and in scripts without spaces; and no part of another word', () => {
    const sections = [
      lane('Turkish', "Fanout'un gücü"),
      lane('Finnish', 'Fanoutissa'),
      lane('Japanese', 'これはfanoutです'),
      lane('Odd', 'Fanoutography'),
    ];
    expect(toDriftNotes([term('Fanout')], sections)).toEqual(['Words that drift: “Fanout” does not stand in Odd.']);
  });

  it('says nothing where all agree, where no result has the term, and where there is none', () => {
    const same = [lane('A', 'Fanout'), lane('B', 'fanout')];
    expect(toDriftNotes([term('Fanout')], same)).toEqual([]);
    expect(toDriftNotes([term('Ledger')], same)).toEqual([]);
    expect(toDriftNotes([], same)).toEqual([]);
    expect(toDriftNotes([term('Ledger', [], false)], [lane('A', 'Ledger'), lane('B', '')])).toEqual([]);
  });

  it('says nothing of a word that only begins another one, and counts what is inflected', () => {
    const terms = [term('Anwendung', ['app', 'アプリ', 'Programm'], false)];
    expect(
      toDriftNotes(terms, [lane('A', 'Ein Apparat'), lane('B', 'アプリケーション'), lane('C', 'Programmatik und Programmierer')]),
    ).toEqual([]);
    expect(toDriftNotes(terms, [lane('A', 'Die App, des Programms')])).toEqual([
      'Words that drift: “app” stands for “Anwendung” in A; “Programm” stands for “Anwendung” in A.',
    ]);
  });
});
