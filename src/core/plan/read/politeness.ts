const POLITE =
  /^(?:(?:please|pls|kindly)\b[\s,]*|(?:hey|hi|hello|ok|okay|so|thanks)[\s]*[,!]\s*|(?:can|could|would|will)\s+you\s+(?:please\s+)?|i(?:'d|’d|\s+would)\s+like\s+(?:you\s+)?to\s+|i\s+(?:want|need)\s+(?:you\s+)?to\s+|(?:please\s+)?help\s+me\s+(?:to\s+)?|let(?:'|’)?s\s+|your\s+(?:task|job)\s+is\s+to\s+|do\s+(?:this|the\s+following)\s*:\s+)/i;

/** The request without what is only said to be polite: "could you please translate this?" is "translate this". */
export function stripPoliteness(text: string): string {
  let words = text.trim();
  let asked = false;
  for (let found = POLITE.exec(words); found !== null; found = POLITE.exec(words)) {
    asked ||= /\byou\s/i.test(found[0]);
    words = words.slice(found[0].length);
  }
  if (words === '') return text.trim();
  return asked && !words.includes('\n') ? words.replace(/[?？]$/, '') : words;
}
