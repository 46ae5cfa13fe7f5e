import type { BlueprintView } from '#contract/blueprint.ts';
import { Button, Collapse } from '@mantine/core';
import { IconChevronDown, IconChevronUp } from '@tabler/icons-react';
import { useLocation } from '@tanstack/react-router';
import { useState } from 'react';
import { Panel } from '../../ui/panel.tsx';
import { FromWordsForm } from './from-words-form.tsx';
import classes from './golden-page.module.css';
import { wordsHash } from './words-hash.ts';

/** For a product that nobody has photographed: a golden image that a model makes from words. */
export function FromWords({ blueprint }: { blueprint: BlueprintView }) {
  const isAskedFor = useLocation({ select: ({ hash }) => hash === wordsHash });
  const [isOpen, setIsOpen] = useState(isAskedFor);
  return (
    <div className={classes.words}>
      <Button
        variant="subtle"
        px="xs"
        rightSection={isOpen ? <IconChevronUp size={16} /> : <IconChevronDown size={16} />}
        aria-expanded={isOpen}
        onClick={() => setIsOpen(!isOpen)}
        mb="sm"
      >
        No photo? Have one made from words
      </Button>
      <Collapse expanded={isOpen}>
        <Panel title="Made from words">
          <FromWordsForm blueprint={blueprint} />
        </Panel>
      </Collapse>
    </div>
  );
}
