import { eventTypes } from '#contract/event.ts';
import { describe, expect, it } from 'vitest';
import { affectedKeys } from './affected-keys.ts';

const about = (type: (typeof eventTypes)[number], payload: Record<string, unknown> = {}) =>
  affectedKeys({ blueprintId: 'b', type, payload });

describe('what an event makes out of date', () => {
  it('is something, for every type of event', () => {
    for (const type of eventTypes) expect(about(type).length, type).toBeGreaterThan(0);
  });

  it('is never beyond its own blueprint', () => {
    for (const type of eventTypes) {
      for (const key of about(type)) expect(key.slice(0, 2), type).toEqual(['blueprint', 'b']);
    }
  });

  it('is the cell that it names, or all of them when it names none', () => {
    expect(about('job_started', { cellId: 'c1' })).toContainEqual(['blueprint', 'b', 'cell', 'c1']);
    expect(about('jobs_cancelled', { cellIds: ['c1', 'c2'] })).toContainEqual([
      'blueprint',
      'b',
      'cell',
      'c2',
    ]);
    expect(about('jobs_queued')).toContainEqual(['blueprint', 'b', 'cell']);
  });

  it('includes the pictures when one is made or judged, and not when a job merely starts', () => {
    const pictures = ['blueprint', 'b', 'candidates'];
    expect(about('job_completed', { cellId: 'c' })).toContainEqual(pictures);
    expect(about('decisions_recorded')).toContainEqual(pictures);
    expect(about('job_started', { cellId: 'c' })).not.toContainEqual(pictures);
  });
});
