import type { BlueprintView } from '#contract/blueprint.ts';
import { orderGoldens } from '#contract/golden-order.ts';
import { goldenSizeOf } from '#core/blueprint/golden-size.ts';
import { Button, Group, Input, SegmentedControl, Stack, Text, Textarea } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useId, useState, type SubmitEvent } from 'react';
import { call } from '../../api/client.ts';
import { keys } from '../../api/keys.ts';
import { projectQuery, providersQuery } from '../../api/queries.ts';
import { notifyDone, sentenceOf } from '../../notify.ts';
import { AllowProvider } from '../../remote/allow-provider.tsx';
import { orderSentences, priceOf } from '../../remote/offer.ts';
import { wordsOffer } from '../../remote/words-offer.ts';
import { countOf } from '../../words.ts';
import { nearest, type Size, WordsSize } from './words-size.tsx';

/** What the part looks like, how many, how large; the price before the click, and what leaves the machine. */
export function FromWordsForm({ blueprint }: { blueprint: BlueprintView }) {
  const { id: blueprintId, projectId } = blueprint;
  const queryClient = useQueryClient();
  const providers = useQuery(providersQuery(blueprintId));
  const project = useQuery(projectQuery(blueprintId, projectId));
  const [words, setWords] = useState('');
  const [count, setCount] = useState(1);
  const [size, setSize] = useState<Size>('square');
  const [isAsking, setIsAsking] = useState(false);
  const countId = useId();

  const settled =
    typeof size === 'string' ? size : { width: nearest(size.width), height: nearest(size.height) };
  const found = wordsOffer(providers.data ?? [], project.data, goldenSizeOf(settled));
  const order = useMutation({
    mutationFn: () => call(orderGoldens, { params: { blueprintId }, body: { words, count, size: settled } }),
    onSuccess: async ({ orders }) => {
      notifyDone(`${countOf(orders.length, 'golden image')} ordered`);
      await queryClient.invalidateQueries({ queryKey: keys.board(blueprintId) });
    },
  });
  const isAllowed = found !== null && (project.data?.providers.includes(found.provider.name) ?? false);
  const obstacle = found?.provider.obstacle ?? null;
  const offer = found?.offer ?? null;
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    if (words.trim() === '' || obstacle !== null || order.isPending) return;
    if (isAllowed) order.mutate();
    else setIsAsking(true);
  };
  const failed = [providers, project].find(({ isError }) => isError);
  return (
    <form onSubmit={submit}>
      <Stack gap="md">
        <Textarea
          label="What does the good part look like?"
          description="Shape, material, colour, and what is behind it. Leave defects out: they come later, one by one."
          placeholder="Brushed steel bracket with four round holes, seen from above on a light grey bench"
          value={words}
          onChange={(event) => setWords(event.currentTarget.value)}
          maxLength={2000}
          autosize
          minRows={2}
          maxRows={8}
        />
        <Group gap="xl" align="flex-start">
          <WordsSize size={size} onChange={setSize} />
          <Input.Wrapper
            label="How many"
            labelElement="div"
            labelProps={{ id: countId }}
            description="Each one is another take on the same words"
          >
            <SegmentedControl
              size="xs"
              mt={6}
              aria-labelledby={countId}
              value={`${count}`}
              onChange={(value) => setCount(Number(value))}
              data={['1', '2', '3', '4']}
            />
          </Input.Wrapper>
        </Group>
        {found !== null && offer !== null && (
          <Text size="sm" role="status">
            {orderSentences(offer, count).join(' ')} {found.disclosure}
          </Text>
        )}
        <Text size="sm" c="dimmed">
          It is no photo of your part: it shows what a model takes the words for. It is marked as made from
          words here and in every export. Take a photo as soon as there is a part.
        </Text>
        {obstacle !== null && <Text size="sm">{obstacle}</Text>}
        {[failed?.error, order.error].map(
          (error) =>
            error instanceof Error && (
              <Text key={sentenceOf(error)} size="sm" c="red" role="alert">
                {sentenceOf(error)}
              </Text>
            ),
        )}
        {isAsking && !isAllowed && found !== null && project.data ? (
          <AllowProvider
            provider={found.provider}
            disclosure={`${found.disclosure} The permission is for the whole project, also for defects that somebody has ${found.provider.label} paint there: for those it is sent parts of photos.`}
            back="Not now"
            project={project.data}
            blueprintId={blueprintId}
            onAllowed={() => {
              setIsAsking(false);
              order.mutate();
            }}
            onBack={() => setIsAsking(false)}
          />
        ) : (
          <Group>
            <Button
              type="submit"
              loading={order.isPending}
              disabled={words.trim() === '' || obstacle !== null || found === null}
            >
              {`Have ${count === 1 ? 'one' : count} made${offer === null ? '' : `, ${priceOf(offer, count)}`}`}
            </Button>
          </Group>
        )}
      </Stack>
    </form>
  );
}
