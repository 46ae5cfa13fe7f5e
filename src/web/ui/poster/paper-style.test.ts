import { expect, it } from 'vitest';
import { approvalRate } from './approval-rate.ts';
import { quoted } from './paper-style.tsx';

it('lets no name end the string or the style that it stands in', () => {
  expect(quoted('Pump "A"\\')).toBe('"Pump \\22 A\\22 \\5c "');
  expect(quoted('</style>\n')).toBe('"\\3c /style>\\a "');
  expect(quoted('Gehäuse 5')).toBe('"Gehäuse 5"');
});

it('tells the rate of what was decided, and nothing of nothing', () => {
  expect(approvalRate([{ approved: 2, rejected: 1 }])).toBe(', rate\u00a067\u00a0%');
  expect(approvalRate([{ approved: 0, rejected: 0 }])).toBe('');
});
