import { type Finder, findAll } from './finding.ts';

const SIGN = '(?:(?:US|CA|AU|NZ|HK|SG|NT|[ACSR])?\\$|[€£¥₹₩₽₺₴₫₱₦₪฿₡₲₵₸₼₾₿]|Rs\\.?)';
/** Without those that are words of other kinds in capitals (PHP, ALL, TOP). */
const CODE =
  '(?:USD|EUR|GBP|JPY|CNY|RMB|INR|CHF|CAD|AUD|NZD|SEK|NOK|DKK|ISK|PLN|CZK|HUF|RON|BGN|RUB|UAH|BRL|MXN|ARS|CLP|COP|ZAR|NGN|KES|EGP|AED|SAR|QAR|KWD|ILS|KRW|TWD|HKD|SGD|MYR|THB|IDR|VND|PKR|BDT|LKR|BTC|ETH)';
const WORD =
  '(?:[Dd]ollars?|[Ee]uros?|[Pp]ounds [Ss]terling|[Yy]en|[Yy]uan|[Rr]upees?|[Ff]rancs?|[Ff]ranken|[Pp]esos?|kr|zł|Kč|Ft|лв|руб|грн)';
const GROUP = "[.,'’\\u00A0\\u202F ]";
/** `1,234.56`, `1.234,56`, `1 234`, `1'234`, `12,34,567`, `1234`, `12.5`. */
const AMOUNT = `(?:\\d{1,3}(?:${GROUP}\\d{2,3}){1,6}(?:[.,]\\d{1,2})?(?!\\d)|\\d{1,15}(?:[.,]\\d{1,4})?(?!\\d))`;
const SIZE =
  '(?:\\s?(?:k|K|m|M|bn|Bn|B|mn|mio\\.?|Mio\\.?|Mrd\\.?|thousand|million|billion|trillion|lakh|crore|Millionen|Milliarden|millions?|milliards?)(?![\\p{L}\\p{N}]))?';
const END = '(?![\\p{L}\\p{N}])';

const MONEY = new RegExp(
  `(?<![\\p{L}\\p{N}.,])[-−+]?(?:(?:${SIGN}|${CODE})\\s?[-−]?${AMOUNT}${SIZE}(?:\\s${CODE}${END})?|${AMOUNT}(?:,[-–])?${SIZE}\\s?(?:${SIGN}|(?:${CODE}|${WORD})${END}))`,
  'gu',
);

/** Amounts with their currency, by sign, code or word, in any usual way of grouping; a number alone is none. */
export const findMoney: Finder = (line) => findAll(line, MONEY);
