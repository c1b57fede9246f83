/** The place can't be written (any more): nothing more will get there. */
export class PlaceRefused extends Error {
  override readonly name = 'PlaceRefused';
  readonly reason: string;
  constructor(reason: string) {
    super(`the place can not be written: ${reason}`);
    this.reason = reason;
  }
}
