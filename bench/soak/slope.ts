export interface Point {
  readonly atMs: number;
  readonly bytes: number;
}

/** How fast it grows, by least squares, in KB a minute. */
export function toSlope(points: readonly Point[]): number {
  const mean = (of: (point: Point) => number): number => points.reduce((sum, it) => sum + of(it), 0) / points.length;
  const atMs = mean((it) => it.atMs);
  const bytes = mean((it) => it.bytes);
  const spread = points.reduce((sum, it) => sum + (it.atMs - atMs) ** 2, 0);
  const together = points.reduce((sum, it) => sum + (it.atMs - atMs) * (it.bytes - bytes), 0);
  return spread === 0 ? 0 : ((together / spread) * 60_000) / 1_024;
}
