import { DOMParser, parseHTML } from 'linkedom';

/** What is used here of an element; the DOM's own types are a browser's, and this is none. */
export interface DomElement {
  readonly tagName: string;
  readonly textContent: string | null;
  readonly innerHTML: string;
  readonly children: Iterable<DomElement>;
  readonly attributes: Iterable<{ readonly name: string; readonly value: string }>;
  querySelectorAll(selector: string): Iterable<DomElement>;
  remove(): void;
}

export interface DomDocument {
  readonly body: DomElement;
  readonly documentElement: DomElement | null;
}

/** A page, or a fragment of one as a page. Nothing in it is run or fetched. */
export function parsePage(html: string): DomDocument {
  const page = /<body[\s>]/i.test(html) ? html : `<!doctype html><html><head></head><body>${html}</body></html>`;
  return parseHTML(page).document as unknown as DomDocument;
}

/** Entities that a document defines for itself stay as they stand, so none of them can multiply. */
export function parseXmlDocument(xml: string): DomDocument {
  return new DOMParser().parseFromString(xml, 'text/xml') as unknown as DomDocument;
}
