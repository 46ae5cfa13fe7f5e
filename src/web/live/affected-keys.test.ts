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
    // A golden image that is made from words is of no cell.
    expect(about('job_started', { cellId: null }).filter((key) => key[2] === 'cell')).toEqual([]);
  });

  it('includes the pictures when one is made or judged, and not when a job merely starts', () => {
    const pictures = ['blueprint', 'b', 'candidates'];
    expect(about('job_completed', { cellId: 'c' })).toContainEqual(pictures);
    expect(about('decisions_recorded')).toContainEqual(pictures);
    expect(about('job_started', { cellId: 'c' })).not.toContainEqual(pictures);
  });

  it('leaves the pictures to be changed in place when the event says how', () => {
    const candidateId = '6f1c2f5e-3b52-4a39-9d38-0f2a4b6c8d10';
    const told = {
      decisions: [{ candidateId, verdict: 'approved', reasons: [], note: null, disputed: false }],
    };
    expect(about('decisions_recorded', told)).not.toContainEqual(['blueprint', 'b', 'candidates']);
    expect(about('decisions_recorded', { decisions: 'many' })).toContainEqual([
      'blueprint',
      'b',
      'candidates',
    ]);
  });
});
