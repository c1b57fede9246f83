/** What a lane is told of its material beside the person's words, in their language. */
interface LaneWords {
  /** What it is called. */
  readonly material: string;
  /** That only one of the things that the words speak of is meant: `{item}`. */
  readonly alone: string;
  readonly row: string;
  /** `{nth}` of `{of}`. */
  readonly part: string;
  /** They have the same value in `{column}`. */
  readonly rows: string;
}

const ENGLISH: LaneWords = {
  material: 'the material',
  alone: '(For {item} alone.)',
  row: 'The material is one row of a table.',
  part: 'The material is part {nth} of {of} of one text.',
  rows: 'The material is the rows of a table with the same “{column}”.',
};

/** By ISO 639-1 code. */
const LANE_WORDS: Readonly<Record<string, LaneWords>> = {
  en: ENGLISH,
  de: {
    material: 'das Material',
    alone: '(Nur für: {item}.)',
    row: 'Das Material ist eine Zeile einer Tabelle.',
    part: 'Das Material ist Teil {nth} von {of} eines Textes.',
    rows: 'Das Material sind die Zeilen einer Tabelle mit demselben Wert in „{column}“.',
  },
  fr: {
    material: 'le document fourni',
    alone: '(Uniquement pour : {item}.)',
    row: 'Le document fourni est une ligne d’un tableau.',
    part: 'Le document fourni est la partie {nth} sur {of} d’un même texte.',
    rows: 'Le document fourni réunit les lignes d’un tableau qui ont la même valeur dans « {column} ».',
  },
  es: {
    material: 'el material',
    alone: '(Solo para: {item}.)',
    row: 'El material es una fila de una tabla.',
    part: 'El material es la parte {nth} de {of} de un mismo texto.',
    rows: 'El material son las filas de una tabla con el mismo valor en «{column}».',
  },
  it: {
    material: 'il materiale',
    alone: '(Solo per: {item}.)',
    row: 'Il materiale è una riga di una tabella.',
    part: 'Il materiale è la parte {nth} di {of} di uno stesso testo.',
    rows: 'Il materiale sono le righe di una tabella con lo stesso valore in «{column}».',
  },
  pt: {
    material: 'o material',
    alone: '(Apenas para: {item}.)',
    row: 'O material é uma linha de uma tabela.',
    part: 'O material é a parte {nth} de {of} de um mesmo texto.',
    rows: 'O material são as linhas de uma tabela com o mesmo valor em “{column}”.',
  },
  ru: {
    material: 'материал',
    alone: '(Только для: {item}.)',
    row: 'Материал — одна строка таблицы.',
    part: 'Материал — часть {nth} из {of} одного текста.',
    rows: 'Материал — строки таблицы с одинаковым значением в столбце «{column}».',
  },
  tr: {
    material: 'verilen metin',
    alone: '(Yalnızca: {item}.)',
    row: 'Verilen metin bir tablonun bir satırıdır.',
    part: 'Verilen metin, tek bir metnin {of} parçasından {nth}. parçadır.',
    rows: 'Verilenler, bir tablonun “{column}” sütununda aynı değere sahip satırlarıdır.',
  },
  ja: {
    material: '渡された資料',
    alone: '（{item}だけについて。）',
    row: '渡された資料は表の1行です。',
    part: '渡された資料は一つの文章を{of}個に分けた{nth}番目の部分です。',
    rows: '渡された資料は表の「{column}」の値が同じ行です。',
  },
  zh: {
    material: '所给材料',
    alone: '（只针对{item}。）',
    row: '所给材料是表格的一行。',
    part: '所给材料是一篇文本的第{nth}部分，共{of}部分。',
    rows: '所给材料是表格中“{column}”相同的行。',
  },
  ar: {
    material: 'المادة المرفقة',
    alone: '(فقط: {item}.)',
    row: 'المادة المرفقة صف واحد من جدول.',
    part: 'المادة المرفقة هي الجزء {nth} من {of} من نص واحد.',
    rows: 'المادة المرفقة هي صفوف الجدول التي لها القيمة نفسها في «{column}».',
  },
  hi: {
    material: 'दी गई सामग्री',
    alone: '(केवल: {item}.)',
    row: 'दी गई सामग्री तालिका की एक पंक्ति है।',
    part: 'दी गई सामग्री एक ही पाठ के {of} भागों में से भाग {nth} है।',
    rows: 'दी गई सामग्री तालिका की वे पंक्तियाँ हैं जिनमें “{column}” एक जैसा है।',
  },
  ko: {
    material: '주어진 자료',
    alone: '({item}만.)',
    row: '주어진 자료는 표의 한 행입니다.',
    part: '주어진 자료는 한 텍스트를 {of}개로 나눈 {nth}번째 부분입니다.',
    rows: '주어진 자료는 표에서 “{column}” 값이 같은 행들입니다.',
  },
};

/** In English where the language is another one. */
export const laneWords = (lang: string): LaneWords => LANE_WORDS[lang] ?? ENGLISH;
