import { MutationObserver, QueryClient } from '@tanstack/react-query';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { inTurn, sendOnLeaving } from './in-turn.ts';

type Change = Record<string, number>;

/** A page whose server answers when it is told to. */
function openPage() {
  const window = new EventTarget();
  vi.stubGlobal('addEventListener', window.addEventListener.bind(window));
  const queryClient = new QueryClient({ defaultOptions: { mutations: { networkMode: 'always' } } });
  sendOnLeaving(queryClient);
  const sent: Change[] = [];
  const answers: PromiseWithResolvers<string>[] = [];
  const observe = (id: string) =>
    new MutationObserver(
      queryClient,
      inTurn({
        id,
        merge: (earlier: Change, later: Change) => ({ ...earlier, ...later }),
        send: (change) => {
          sent.push(change);
          const answer = Promise.withResolvers<string>();
          answers.push(answer);
          return answer.promise;
        },
      }),
    );
  return { observe, sent, answers, leave: () => window.dispatchEvent(new Event('pagehide')) };
}

afterEach(() => vi.unstubAllGlobals());

describe('changes in turn', () => {
  it('are sent one after another, and as one when several wait', async () => {
    const { observe, sent, answers } = openPage();
    const changes = observe('a');
    const first = changes.mutate({ x: 1 });
    await vi.waitFor(() => expect(sent).toEqual([{ x: 1 }]));
    const others = [{ x: 2, y: 2 }, { x: 3 } as Change].map((change) => changes.mutate(change));
    answers[0]!.resolve('one');
    expect(await first).toBe('one');
    await vi.waitFor(() => expect(sent).toEqual([{ x: 1 }, { x: 3, y: 2 }]));
    answers[1]!.resolve('the others');
    expect(await Promise.all(others)).toEqual(['the others', 'the others']);
    expect(sent.length).toBe(2);
  });

  it('go on after one that was refused', async () => {
    const { observe, sent, answers } = openPage();
    const changes = observe('a');
    const first = changes.mutate({ x: 1 });
    await vi.waitFor(() => expect(sent.length).toBe(1));
    const second = changes.mutate({ x: 2 });
    answers[0]!.reject(new Error('refused'));
    await expect(first).rejects.toThrow('refused');
    await vi.waitFor(() => expect(sent).toEqual([{ x: 1 }, { x: 2 }]));
    answers[1]!.resolve('two');
    expect(await second).toBe('two');
  });

  it('are all on their way when the page goes, and none goes twice when it comes back', async () => {
    const { observe, sent, answers, leave } = openPage();
    const [mine, other] = [observe('a'), observe('b')];
    const first = [mine.mutate({ x: 1 }), other.mutate({ z: 1 })];
    await vi.waitFor(() => expect(sent).toEqual([{ x: 1 }, { z: 1 }]));
    const waiting = [mine.mutate({ x: 2, y: 2 }), mine.mutate({ x: 3 }), other.mutate({ z: 2 })];
    leave();
    expect(sent.slice(2)).toEqual([{ x: 3, y: 2 }, { z: 2 }]);
    leave();
    for (const [n, answer] of answers.entries()) answer.resolve(`answer ${n}`);
    expect(await Promise.all(first)).toEqual(['answer 0', 'answer 1']);
    expect(await Promise.all(waiting)).toEqual(['answer 2', 'answer 2', 'answer 3']);
    expect(sent.length).toBe(4);
  });

  it('say in their turn that they were refused while the page was away', async () => {
    const { observe, sent, answers, leave } = openPage();
    const changes = observe('a');
    const first = changes.mutate({ x: 1 });
    await vi.waitFor(() => expect(sent.length).toBe(1));
    const second = changes.mutate({ x: 2 });
    leave();
    answers[1]!.reject(new Error('refused'));
    answers[0]!.resolve('one');
    expect(await first).toBe('one');
    await expect(second).rejects.toThrow('refused');
  });
});
