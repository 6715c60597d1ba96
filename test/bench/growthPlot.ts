export function growthPlot(curves: readonly unknown[]): string {
  return String(curves.length);
}
