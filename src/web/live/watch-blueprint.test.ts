import type { LiveEvent } from '#contract/event.ts';
import { describe, expect, it } from 'vitest';
import { ProgressStore } from './progress-store.ts';
import type { LiveSocket } from './socket.ts';
import { watchBlueprint } from './watch-blueprint.ts';

/** A connection that the test opens, closes and speaks on; what the page asks for is written down. */
function line() {
  const listeners = new Map<string, Set<(message: unknown) => void>>();
  const asked: unknown[] = [];
  const socket = {
    connected: true,
    on: (name: string, listener: (message: unknown) => void) =>
      listeners.set(name, (listeners.get(name) ?? new Set()).add(listener)),
    off: (name: string, listener: (message: unknown) => void) => listeners.get(name)?.delete(listener),
    emit: (name: string, request: unknown, answer?: (result: unknown) => void) => {
      asked.push([name, request]);
      answer?.({ ok: true, seq: 0 });
    },
  };
  const say = (name: string, message?: unknown) => {
    for (const listener of listeners.get(name) ?? []) listener(message);
  };
  const event = (seq: number, rest: Partial<LiveEvent> = {}) => {
    const type = rest.type ?? 'golden_added';
    say(type, { blueprintId: 'b', seq, type, actor: '', at: '', payload: {}, ...rest });
  };
  return {
    socket: socket as unknown as LiveSocket,
    asked,
    say,
    event,
    count: () => [...listeners.values()].reduce((n, set) => n + set.size, 0),
  };
}

function watch() {
  const wire = line();
  const outdated: (readonly string[])[][] = [];
  const progress = new ProgressStore();
  const stop = watchBlueprint({
    socket: wire.socket,
    blueprintId: 'b',
    after: 4,
    outdated: (keys) => outdated.push(keys),
    decided: () => undefined,
    noted: () => undefined,
    progress,
  });
  return { ...wire, outdated, progress, stop };
}

describe('watching a blueprint', () => {
  it('asks for what came after the data that the page has', () => {
    expect(watch().asked).toEqual([['subscribe', { blueprintId: 'b', after: 4 }]]);
  });

  it('says what each event makes out of date, once, and ignores other blueprints', () => {
    const { event, outdated } = watch();
    event(5);
    event(5);
    event(3);
    event(6, { blueprintId: 'other' });
    expect(outdated).toHaveLength(1);
  });

  it('asks again from the last event it saw when the connection is back, and reads everything anew', () => {
    const { event, say, asked, outdated } = watch();
    event(5);
    event(6);
    outdated.length = 0;
    say('connect');
    expect(asked.at(-1)).toEqual(['subscribe', { blueprintId: 'b', after: 6 }]);
    expect(outdated).toEqual([[['blueprint', 'b']]]);
  });

  it('reads everything anew after a gap, and goes on from there', () => {
    const { event, outdated } = watch();
    event(9);
    expect(outdated).toEqual([[['blueprint', 'b']]]);
    event(10);
    expect(outdated[1]).not.toEqual([['blueprint', 'b']]);
  });

  it('starts a job’s bar again when the job does', () => {
    const { event, say, progress } = watch();
    say('job_progress', { blueprintId: 'b', jobId: 'j', cellId: 'c', progress: 80, estimated: true });
    expect(progress.get('j')?.percent).toBe(80);
    event(5, { type: 'job_retrying', payload: { jobId: 'j', cellId: 'c' } });
    expect(progress.get('j')).toBeUndefined();
  });

  it('leaves nothing behind', () => {
    const { stop, count, asked } = watch();
    expect(count()).toBeGreaterThan(0);
    stop();
    expect(count()).toBe(0);
    expect(asked.at(-1)).toEqual(['unsubscribe', { blueprintId: 'b' }]);
  });
});
