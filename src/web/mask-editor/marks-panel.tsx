import { ActionIcon, Button, Kbd, Text } from '@mantine/core';
import { IconTrash } from '@tabler/icons-react';
import { keepFocus } from '../ui/keep-focus.ts';
import { KeyTooltip } from '../ui/key-tooltip.tsx';
import { Panel } from '../ui/panel.tsx';
import type { EditorSession } from './editor-session.ts';
import { useEditorState } from './use-editor-state.ts';
import { colourOf } from './view/inks.ts';
import classes from './mask-editor.module.css';

type Defect = { readonly id: string; readonly name: string };
type Props = {
  session: EditorSession;
  /** In the order of their digits. */
  defects: readonly Defect[];
  what?: 'mark' | 'area';
};

/** More would be a list nobody reads; they are in the picture all the same. */
const mostListed = 60;

/** What is marked: the defects to choose from, where there are several, and each mark. */
export function MarksPanel({ session, defects, what = 'mark' }: Props) {
  const state = useEditorState(session);
  const { marks, selected } = state;
  const nameOf = (id: string) => defects.find((defect) => defect.id === id)?.name ?? 'Removed defect';
  const placeOf = (id: string) =>
    Math.max(
      0,
      defects.findIndex((defect) => defect.id === id),
    );
  return (
    <Panel
      title={`${initial(what)}s`}
      aside={
        <KeyTooltip label={`What you draw next is ${anOne(what)} of its own`} action="maskApart">
          <Button
            variant="default"
            size="compact-sm"
            aria-pressed={state.isApart}
            onClick={() => session.startApart()}
          >
            New {what}
          </Button>
        </KeyTooltip>
      }
    >
      {defects.length > 1 && (
        <ul className={classes.defects} aria-label="Defect of what is marked">
          {defects.map(({ id, name }, place) => (
            <li key={id}>
              <button
                type="button"
                aria-pressed={state.defectId === id}
                onClick={() => session.chooseDefect(id)}
              >
                <Swatch place={place} />
                <span>{name}</span>
                {place < 9 && <Kbd>{place + 1}</Kbd>}
              </button>
            </li>
          ))}
        </ul>
      )}
      <ul ref={keepFocus} className={classes.marks} aria-label={`${initial(what)}s`}>
        {marks.slice(0, mostListed).map(({ mark, defectId, area }, k) => (
          <li key={mark} data-selected={mark === selected}>
            <button
              type="button"
              aria-pressed={mark === selected}
              onClick={() => session.select(mark === selected ? null : mark)}
            >
              <Swatch place={placeOf(defectId)} />
              <span>
                {k + 1}. {nameOf(defectId)}
              </span>
              <span className={classes.area}>{area.toLocaleString('en')} px</span>
            </button>
            <ActionIcon
              variant="subtle"
              color="gray"
              size={36}
              aria-label={`Remove ${what} ${k + 1}`}
              onClick={() => session.remove([mark])}
            >
              <IconTrash size={17} stroke={1.6} />
            </ActionIcon>
          </li>
        ))}
      </ul>
      <Text size="sm" c="dimmed" role="status">
        {describe(marks.length, selected !== null, what)}
      </Text>
    </Panel>
  );
}

function Swatch({ place }: { place: number }) {
  return <span className={classes.swatch} style={{ background: colourOf(place) }} aria-hidden />;
}

const initial = (what: string) => `${what[0]!.toUpperCase()}${what.slice(1)}`;
const anOne = (what: 'mark' | 'area') => (what === 'area' ? 'an area' : 'a mark');

function describe(count: number, isOneSelected: boolean, what: 'mark' | 'area'): string {
  if (count === 0) return what === 'area' ? 'Nothing is drawn.' : 'Nothing is marked.';
  if (isOneSelected) {
    const digit = what === 'mark' ? '; a digit gives it another defect' : '';
    return `Strokes are added to the chosen ${what}${digit}. Esc lets it go.`;
  }
  const more = count > mostListed ? ` The first ${mostListed} of ${count} are listed.` : '';
  const touched = what === 'area' ? 'an area' : 'a mark of its defect';
  return `A stroke that touches ${touched} joins it.${more}`;
}
