declare module '@joplin/turndown-plugin-gfm' {
  /** Tables, strikethrough, task lists, highlighted code. */
  export const gfm: import('turndown').Plugin;
}
