/** One, two, three … in each language, by ISO 639-1 code; other ways to say a number stand behind a slash. */
export const NUMBERS: Readonly<Record<string, string>> = {
  en: 'one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve/a dozen|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen|twenty',
  de: 'eine/ein|zwei|drei|vier|fünf|sechs|sieben|acht|neun|zehn|elf|zwölf|dreizehn|vierzehn|fünfzehn|sechzehn|siebzehn|achtzehn|neunzehn|zwanzig',
  fr: 'une/un|deux|trois|quatre|cinq|six|sept|huit|neuf|dix|onze|douze|treize|quatorze|quinze|seize|dix-sept|dix-huit|dix-neuf|vingt',
  es: 'una/un/uno|dos|tres|cuatro|cinco|seis|siete|ocho|nueve|diez|once|doce|trece|catorce|quince|dieciséis|diecisiete|dieciocho|diecinueve|veinte',
  it: 'una/un/uno|due|tre|quattro|cinque|sei|sette|otto|nove|dieci|undici|dodici|tredici|quattordici|quindici|sedici|diciassette|diciotto|diciannove|venti',
  pt: 'uma/um|dois/duas|três|quatro|cinco|seis|sete|oito|nove|dez|onze|doze|treze|catorze/quatorze|quinze|dezesseis|dezessete|dezoito|dezenove|vinte',
  ru: 'один/одна|два/две|три|четыре|пять|шесть|семь|восемь|девять|десять|одиннадцать|двенадцать|тринадцать|четырнадцать|пятнадцать',
  tr: 'bir|iki|üç|dört|beş|altı|yedi|sekiz|dokuz|on|on bir|on iki|on üç|on dört|on beş',
  ja: '一|二|三|四|五|六|七|八|九|十',
  zh: '一|二/两/兩|三|四|五|六|七|八|九|十',
  ar: 'واحدة|اثنتين/لغتين|ثلاث|أربع|خمس|ست|سبع|ثماني|تسع|عشر',
  hi: 'एक|दो|तीन|चार|पाँच/पांच|छह|सात|आठ|नौ|दस',
  ko: '한|두|세|네|다섯|여섯|일곱|여덟|아홉|열',
};
