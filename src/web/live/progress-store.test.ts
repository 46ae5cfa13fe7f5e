import { expect, it } from 'vitest';
import { ProgressStore } from './progress-store.ts';

it('moves a job’s bar forwards only, until the job starts anew', () => {
  const store = new ProgressStore();
  store.report('j', 40);
  store.report('j', 25, true);
  expect(store.get('j')).toEqual({ percent: 40, estimated: false });
  store.report('j', 250, true);
  expect(store.get('j')).toEqual({ percent: 100, estimated: true });
  store.reset('j');
  expect(store.get('j')).toBeUndefined();
  store.report('j', 5);
  expect(store.get('j')?.percent).toBe(5);
});

it('tells only those who watch that job, and only when something changed', () => {
  const store = new ProgressStore();
  let told = 0;
  const stop = store.subscribe('a', () => told++);
  store.report('b', 10);
  expect(told).toBe(0);
  store.report('a', 10);
  store.report('a', 10);
  expect(told).toBe(1);
  stop();
  store.report('a', 20);
  expect(told).toBe(1);
});
