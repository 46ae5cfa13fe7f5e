import { Group, Kbd, Modal, SimpleGrid, Stack, Text, Title } from '@mantine/core';
import { hotkeys, shownKeys, type HotkeyScope } from '../hotkeys.ts';
import classes from './hotkey-sheet.module.css';

const scopeTitles: Record<HotkeyScope, string> = {
  everywhere: 'Everywhere',
  matrix: 'In the matrix',
  review: 'In the review room',
  mask: 'Mending a mask',
  drawing: 'Drawing on a picture',
  history: 'In a cell’s history',
  better: 'Better 1 or 2',
};

type Props = { opened: boolean; onClose: () => void };

/** All keys, drawn from the table that the listeners read. */
export function HotkeySheet({ opened, onClose }: Props) {
  return (
    <Modal opened={opened} onClose={onClose} title="Keys" size="xl">
      <SimpleGrid cols={{ base: 1, sm: 2 }} spacing="xl" className={classes.sheet}>
        {(['everywhere', 'matrix', 'review', 'mask', 'drawing', 'history', 'better'] as const).map(
          (scope) => (
            <Stack key={scope} gap={4} className={scope === 'review' ? classes.long : undefined}>
              <Title order={3}>{scopeTitles[scope]}</Title>
              <dl className={classes.list}>
                {hotkeys
                  .filter((row) => row.scope === scope)
                  .map((row) => (
                    <div key={row.action} className={classes.row}>
                      <dt>
                        <Text size="sm">{row.label}</Text>
                      </dt>
                      <dd>
                        <Group gap={4} justify="flex-end">
                          {('shown' in row
                            ? [row.shown]
                            : row.keys.map((keys) => shownKeys(keys).join(' '))
                          ).map((keys) => (
                            <Kbd key={keys}>{keys}</Kbd>
                          ))}
                        </Group>
                      </dd>
                    </div>
                  ))}
              </dl>
            </Stack>
          ),
        )}
      </SimpleGrid>
    </Modal>
  );
}
