import { changeBlueprint, type BlueprintView } from '#contract/blueprint.ts';
import type { SuggestionView } from '#contract/catalogue.ts';
import { Button, Skeleton, Text } from '@mantine/core';
import { IconCheck, IconPlus } from '@tabler/icons-react';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { call } from '../../api/client.ts';
import { keys } from '../../api/keys.ts';
import { suggestionsQuery } from '../../api/queries.ts';
import { notifyFailure } from '../../notify.ts';
import { ErrorState } from '../../ui/error-state.tsx';
import { Panel } from '../../ui/panel.tsx';
import { ProductSelects } from '../../ui/product-selects.tsx';
import { useAddDefects } from './use-add-defects.ts';
import classes from './defects-page.module.css';

type Props = { blueprint: BlueprintView };

const asDefect = ({ name, family, prompt, reason }: SuggestionView) => ({ name, family, prompt, reason });

/** The button that was pressed is gone: the keyboard goes on from what stands in its place. */
function keepFocus(added: HTMLElement | null): void {
  if (added !== null && document.activeElement === document.body) added.focus({ preventScroll: true });
}

/** Defects that are usual for such a product, each with its reason. */
export function SuggestedDefects({ blueprint }: Props) {
  const queryClient = useQueryClient();
  const suggestions = useQuery(suggestionsQuery(blueprint.id));
  const add = useAddDefects(blueprint.id);
  const free = suggestions.data?.suggestions.filter((suggestion) => !suggestion.taken) ?? [];

  const changeProduct = useMutation({
    mutationFn: async (body: { productKind?: string; material?: string }) => {
      await call(changeBlueprint, { params: { blueprintId: blueprint.id }, body });
      await Promise.all([
        queryClient.invalidateQueries({ queryKey: keys.board(blueprint.id) }),
        queryClient.invalidateQueries({ queryKey: keys.suggestions(blueprint.id) }),
      ]);
    },
    onError: (error) => notifyFailure('The product was not changed', error),
  });
  const justAdded = ({ name }: SuggestionView) => add.variables?.some((defect) => defect.name === name);
  const addOrSay = (chosen: SuggestionView[]) =>
    add.mutate(chosen.map(asDefect), { onError: (error) => notifyFailure('Not added', error) });

  return (
    <Panel
      title="Suggestions"
      aside={
        <Button
          variant="default"
          size="xs"
          fz="sm"
          leftSection={<IconPlus size={16} />}
          disabled={free.length === 0}
          onClick={() => addOrSay(free)}
        >
          {free.length === 0 ? 'All added' : `Add all ${free.length}`}
        </Button>
      }
    >
      <ProductSelects
        productKind={
          changeProduct.isPending
            ? (changeProduct.variables.productKind ?? blueprint.productKind)
            : blueprint.productKind
        }
        material={
          changeProduct.isPending
            ? (changeProduct.variables.material ?? blueprint.material)
            : blueprint.material
        }
        onChange={(change) => changeProduct.mutate(change)}
      />
      {suggestions.isError && (
        <ErrorState error={suggestions.error} onRetry={() => void suggestions.refetch()} />
      )}
      {suggestions.isPending && <Skeleton height={320} mt="md" />}
      <ul className={classes.list} aria-label="Suggested defects" style={{ marginTop: '1rem' }}>
        {suggestions.data?.suggestions.map((suggestion) => (
          <li key={suggestion.name} className={classes.row}>
            <div>
              <Text fw={600} component="span">
                {suggestion.name}
              </Text>{' '}
              <span className={classes.meta}>· {suggestion.expected}</span>
              <Text size="sm">{suggestion.reason}</Text>
              <span className={classes.meta}>{suggestion.prompt}</span>
            </div>
            {suggestion.taken ? (
              <span className={classes.taken} tabIndex={-1} ref={justAdded(suggestion) ? keepFocus : null}>
                <IconCheck size={16} stroke={2.4} aria-hidden /> Added
              </span>
            ) : (
              <Button
                variant="default"
                size="xs"
                fz="sm"
                aria-label={`Add ${suggestion.name}`}
                onClick={() => addOrSay([suggestion])}
              >
                Add
              </Button>
            )}
          </li>
        ))}
      </ul>
    </Panel>
  );
}
