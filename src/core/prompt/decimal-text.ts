/**
 * A finite number above or equal to 0, times 10^shift, in plain decimal digits. Done on the digits, not
 * by multiplying: 0.07 gives "7" for shift 2 where `0.07 * 100` is 7.000000000000001, and
 * `fromDecimalText` gives the very same number back.
 */
export function toDecimalText(value: number, shift: number): string {
  const [mantissa = '0', exponent = '0'] = String(Math.abs(value)).split('e');
  const [whole = '0', fraction = ''] = mantissa.split('.');
  const point = whole.length + Number(exponent) + shift;
  const digits = whole + fraction;
  const padded = point > 0 ? digits.padEnd(point, '0') : digits.padStart(digits.length + 1 - point, '0');
  const at = Math.max(point, 1);
  const left = padded.slice(0, at).replace(/^0+(?=\d)/, '');
  const right = padded.slice(at).replace(/0+$/, '');
  return right === '' ? left : `${left}.${right}`;
}

/** Digits with a point or a comma, times 10^shift, correctly rounded once. */
export function fromDecimalText(text: string, shift: number): number {
  return Number(`${text.replace(',', '.')}e${shift}`);
}
