import { Button, Text } from '@mantine/core';
import type { AnnotationView } from '#contract/annotation.ts';
import { Panel } from '../../ui/panel.tsx';
import classes from './versions-panel.module.css';

type Props = { versions: readonly AnnotationView[]; onRestore: (version: number) => void };

const origins: Record<AnnotationView['origin'], string> = {
  renderer: 'as drawn',
  comparison: 'as compared',
  person: 'by hand',
};

/** Every version of the mask, the newest first. */
export function VersionsPanel({ versions, onRestore }: Props) {
  return (
    <Panel title="Versions">
      <ul className={classes.versions}>
        {versions.map(({ id, version, restoredFrom, origin, author, createdAt, area, marks }, k) => (
          <li key={id}>
            <span>
              <Text size="sm" component="span" fw={k === 0 ? 600 : 400}>
                {version}. {restoredFrom === null ? origins[origin] : `version ${restoredFrom} brought back`}
              </Text>
              <Text size="sm" component="span" c="dimmed" className={classes.facts}>
                {author}, {new Date(createdAt).toLocaleString()}: {marks === 1 ? '1 mark' : `${marks} marks`},{' '}
                {area.toLocaleString('en')} px
              </Text>
            </span>
            {k > 0 && (
              <Button
                variant="default"
                size="compact-sm"
                aria-label={`Bring back version ${version}`}
                onClick={() => onRestore(version)}
              >
                Bring back
              </Button>
            )}
          </li>
        ))}
      </ul>
    </Panel>
  );
}
