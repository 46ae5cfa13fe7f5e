import type { CellView } from '#contract/cell.ts';
import { describe, expect, it } from 'vitest';
import { cellStatus } from './cell-status.ts';

type Job = CellView['jobs'][number];
const job = (state: Job['state'], failure: string | null = null): Job => ({
  id: 'j',
  cellId: 'c',
  kind: 'defect',
  state,
  progress: 0,
  estimated: false,
  generator: 'renderer',
  failedAttempts: 0,
  failure,
  createdAt: '',
});
const status = (counts: Partial<CellView['counts']>, jobs: Job[] = [], state: CellView['state'] = 'active') =>
  cellStatus({
    state,
    counts: { queued: 0, running: 0, failed: 0, approved: 0, rejected: 0, undecided: 0, ...counts },
    allowed: { queued: 0, running: 0, failed: 0, approved: 0, rejected: 0, undecided: 0 },
    jobs,
    latest: [],
  });

describe('a cell in one line', () => {
  it('says what is being made', () => {
    expect(status({ running: 1, queued: 4 })).toEqual({ text: '1 being made · 4 queued', tone: 'working' });
  });

  it('puts a failure first, with its reason in words', () => {
    expect(status({ failed: 2, queued: 1 }, [job('failed', 'No room on the part.')])).toEqual({
      text: '2 failed: No room on the part. · 1 queued',
      tone: 'failed',
    });
    expect(status({ failed: 30 }).text).toBe('30 failed');
  });

  it('says when and why it tries again', () => {
    expect(status({ queued: 1 }, [job('queued', 'The worker stopped.')])).toEqual({
      text: '1 queued · trying again: The worker stopped.',
      tone: 'failed',
    });
  });

  it('says what a picture under way waits for', () => {
    expect(status({ running: 1 }, [job('running', 'The disk is full.')])).toEqual({
      text: '1 being made · The disk is full.',
      tone: 'failed',
    });
  });

  it('is quiet otherwise', () => {
    expect(status({})).toEqual({ text: 'No picture yet', tone: 'quiet' });
    expect(status({}, [], 'impossible')).toEqual({ text: '', tone: 'quiet' });
  });
});
