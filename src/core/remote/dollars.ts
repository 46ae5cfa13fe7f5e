const million = 1_000_000;

/** `$1.92`, of millionths of a dollar. Amounts below a dollar keep what is less than a cent: `$0.035`. */
export function dollars(micros: number): string {
  const value = micros / million;
  const precise = { minimumFractionDigits: 2, maximumFractionDigits: Math.abs(value) < 1 ? 4 : 2 };
  return `${value < 0 ? '-' : ''}$${Math.abs(value).toLocaleString('en', precise)}`;
}

/** Millionths of a dollar, of dollars and cents. */
export function micros(amount: number): number {
  return Math.round(amount * million);
}
