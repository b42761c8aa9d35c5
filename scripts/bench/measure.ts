/** Figures from many runs, and how they are shown. */

/** The value below which a share of the figures lies, 0 to 1; NaN of none. */
export function percentile(figures: readonly number[], share: number): number {
  const sorted = [...figures].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}

export function median(figures: readonly number[]): number {
  return percentile(figures, 0.5);
}

/** How long something takes, in milliseconds. */
export async function timed(action: () => unknown): Promise<number> {
  const begun = performance.now();
  await action();
  return performance.now() - begun;
}

/** So much slower than at its best a processor still counts as undisturbed. */
const UNDISTURBED = 1.2;

/**
 * Tells when the processor was ours alone. On a virtual machine others may use the other half of a core, which makes everything up to
 * twice as slow for some seconds, and no counter shows it. So the same little piece of work is timed between any two figures: where it
 * took as long as at its best before and behind one, that was not disturbed.
 */
export class Pace {
  static readonly #work = JSON.stringify(
    Array.from({ length: 1500 }, (_, i) => ({ a: i, b: `x${i}`, c: [i, { d: i }] })),
  );
  readonly #probes: number[] = [];

  /** To be called before each figure, and once behind the last. */
  probe(): void {
    let least = Number.POSITIVE_INFINITY;
    for (let i = 0; i < 3; i++) {
      const begun = performance.now();
      JSON.parse(Pace.#work);
      least = Math.min(least, performance.now() - begun);
    }
    this.#probes.push(least);
  }

  /** Those of the figures that were not disturbed, in the order in which they were taken. */
  undisturbed(figures: readonly number[]): number[] {
    const most = percentile(this.#probes, 0.05) * UNDISTURBED;
    const isFast = (index: number): boolean => (this.#probes[index] ?? Number.POSITIVE_INFINITY) <= most;
    return figures.filter((_, index) => isFast(index) && isFast(index + 1));
  }
}

/**
 * The exponent with which cost grows with size: the slope of the line through the logarithms, by least squares.
 * @param points size and cost, at least two
 */
export function growth(points: readonly (readonly [size: number, cost: number])[]): number {
  const logs = points.map(([size, cost]) => [Math.log(size), Math.log(cost)] as const);
  const mean = (pick: (log: readonly [number, number]) => number): number =>
    logs.reduce((sum, log) => sum + pick(log), 0) / logs.length;
  const [x, y] = [mean((log) => log[0]), mean((log) => log[1])];
  const covariance = logs.reduce((sum, log) => sum + (log[0] - x) * (log[1] - y), 0);
  return covariance / logs.reduce((sum, log) => sum + (log[0] - x) ** 2, 0);
}

/** `9.8`, `124`: as many digits as mean something. */
export function shown(figure: number): string {
  if (Number.isNaN(figure)) return '-';
  return figure >= 100 ? String(Math.round(figure)) : figure.toFixed(figure >= 10 ? 1 : 2);
}

/** A Markdown table with aligned columns. */
export function table(rows: readonly (readonly string[])[]): string {
  const [head = [], ...body] = rows;
  const widths = head.map((_, column) => Math.max(3, ...rows.map((row) => (row[column] ?? '').length)));
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(' | ')} |`;
  return [line(head), line(widths.map((width) => '-'.repeat(width))), ...body.map(line)].join('\n');
}
