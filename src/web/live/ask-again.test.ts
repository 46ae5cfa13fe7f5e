import { QueryClient, QueryObserver } from '@tanstack/react-query';
import { expect, it } from 'vitest';
import { askAgain } from './ask-again.ts';

it('reads again what was being read for the first time, once that is there', async () => {
  const client = new QueryClient();
  const asked: PromiseWithResolvers<string>[] = [];
  const queryFn = (): Promise<string> => {
    const answer = Promise.withResolvers<string>();
    asked.push(answer);
    return answer.promise;
  };
  const observer = new QueryObserver(client, { queryKey: ['cell', 1], queryFn, staleTime: Infinity });
  const stop = observer.subscribe(() => {});
  expect(asked.length).toBe(1);
  const done = askAgain(client, [['cell'], ['board']]);
  asked[0]!.resolve('from before');
  await asked[0]!.promise;
  await new Promise(setImmediate);
  expect(asked.length).toBe(2);
  asked[1]!.resolve('from after');
  await done;
  expect(observer.getCurrentResult().data).toBe('from after');
  stop();
});
