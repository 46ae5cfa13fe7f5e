import { changeBlueprint, deleteBlueprint, type BlueprintView } from '#contract/blueprint.ts';
import { ActionIcon, Menu, Text } from '@mantine/core';
import { modals } from '@mantine/modals';
import { IconCoin, IconDots, IconPencil, IconTrash } from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { call } from '../../api/client.ts';
import { keys } from '../../api/keys.ts';
import { notifyFailure } from '../../notify.ts';
import { openProject } from '../../remote/project-dialog.tsx';
import { paths } from '../../paths.ts';
import { askText } from '../../ui/ask-text.tsx';
import { useMenuButton } from '../../ui/use-menu-button.ts';

type Props = { blueprint: BlueprintView };

/** Rename, delete, and what its project allows and spends. */
export function BlueprintMenu({ blueprint }: Props) {
  const queryClient = useQueryClient();
  const navigate = useNavigate();
  const params = { blueprintId: blueprint.id };
  const { ref, thenOpen } = useMenuButton();

  const rename = useMutation({
    mutationFn: (name: string) => call(changeBlueprint, { params, body: { name } }),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: keys.board(blueprint.id) }),
    onError: (error) => notifyFailure('Not renamed', error),
  });
  const remove = useMutation({
    mutationFn: () => call(deleteBlueprint, { params }),
    onSuccess: async () => {
      await navigate({ to: paths.blueprints });
      queryClient.removeQueries({ queryKey: keys.blueprint(blueprint.id) });
    },
    onError: (error) => notifyFailure('Not deleted', error),
  });

  const askName = () =>
    askText({
      title: 'Rename the blueprint',
      label: 'Name',
      value: blueprint.name,
      required: true,
      confirm: 'Rename',
      onConfirm: (name) => rename.mutate(name),
    });
  const askDelete = () =>
    modals.openConfirmModal({
      title: 'Delete the blueprint?',
      children: (
        <Text size="sm">
          “{blueprint.name}” goes with its golden images, pictures, decisions and releases. This cannot be
          undone.
        </Text>
      ),
      labels: { confirm: 'Delete', cancel: 'Keep it' },
      onConfirm: () => remove.mutate(),
    });

  return (
    <Menu position="bottom-start">
      <Menu.Target>
        <ActionIcon ref={ref} variant="subtle" color="gray" aria-label={`Actions for ${blueprint.name}`}>
          <IconDots size={18} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item leftSection={<IconPencil size={16} />} onClick={thenOpen(askName)}>
          Rename…
        </Menu.Item>
        <Menu.Item
          leftSection={<IconCoin size={16} />}
          onClick={thenOpen(() => openProject({ blueprintId: blueprint.id, projectId: blueprint.projectId }))}
        >
          Providers and spending…
        </Menu.Item>
        <Menu.Item leftSection={<IconTrash size={16} />} onClick={thenOpen(askDelete)}>
          Delete…
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
