import { ActionIcon, Button } from '@mantine/core';
import {
  IconArrowBackUp,
  IconArrowForwardUp,
  IconBrush,
  IconBucketDroplet,
  IconEraser,
  IconEye,
  IconEyeOff,
  IconMinus,
  IconPlus,
  IconPolygon,
  IconSquareDashed,
  IconWand,
  IconZoomReset,
} from '@tabler/icons-react';
import type { ReactNode } from 'react';
import type { HotkeyAction } from '../hotkeys.ts';
import { KeyTooltip } from '../ui/key-tooltip.tsx';
import type { EditorSession } from './editor-session.ts';
import type { EditorState, EditorTool } from './editor-state.ts';
import type { MaskView } from './view/mask-view.ts';
import classes from './mask-editor.module.css';

type Props = { session: EditorSession; state: EditorState; view: MaskView | null };

const tools: {
  tool: EditorTool;
  label: string;
  does: string;
  action: HotkeyAction;
  icon: typeof IconBrush;
}[] = [
  { tool: 'brush', label: 'Brush', does: 'Paint', action: 'maskBrush', icon: IconBrush },
  { tool: 'eraser', label: 'Eraser', does: 'Take away', action: 'maskEraser', icon: IconEraser },
  {
    tool: 'polygon',
    label: 'Polygon',
    does: 'Corner after corner',
    action: 'maskPolygon',
    icon: IconPolygon,
  },
  { tool: 'box', label: 'Box', does: 'From corner to corner', action: 'maskBox', icon: IconSquareDashed },
  { tool: 'fill', label: 'Fill', does: 'Fill what is enclosed', action: 'maskFill', icon: IconBucketDroplet },
  {
    tool: 'select',
    label: 'Select',
    does: 'Find what is under the pointer',
    action: 'maskSelect',
    icon: IconWand,
  },
];

/** Tools, undo and zoom. */
export function EditorToolbar({ session, state, view }: Props) {
  const percent = Math.round(state.scale * 100);
  return (
    <div className={classes.toolbar} role="toolbar" aria-label="Tools">
      {tools.map(({ tool, label, does, action, icon: Icon }) => (
        <KeyTooltip key={tool} label={does} action={action}>
          <Button
            variant="default"
            className={classes.tool}
            leftSection={<Icon size={17} />}
            aria-pressed={state.tool === tool}
            onClick={() => session.choose(tool)}
          >
            {label}
          </Button>
        </KeyTooltip>
      ))}
      <span className={classes.group}>
        <Small label="Undo" action="undo" disabled={!state.canUndo} onClick={() => session.undo()}>
          <IconArrowBackUp size={18} />
        </Small>
        <Small label="Redo" action="redo" disabled={!state.canRedo} onClick={() => session.redo()}>
          <IconArrowForwardUp size={18} />
        </Small>
        <Small
          label={state.showsMarks ? 'Hide the mask' : 'Show the mask'}
          action="maskHide"
          onClick={() => session.toggleMarks()}
        >
          {state.showsMarks ? <IconEye size={18} /> : <IconEyeOff size={18} />}
        </Small>
      </span>
      <span className={classes.group}>
        <Small label="Zoom out" action="maskZoomOut" onClick={() => view?.zoomStep(-1)}>
          <IconMinus size={18} />
        </Small>
        <output className={classes.percent} aria-label="Zoom">
          {percent} %
        </output>
        <Small label="Zoom in" action="maskZoomIn" onClick={() => view?.zoomStep(1)}>
          <IconPlus size={18} />
        </Small>
        <Small label="Whole picture" action="maskFit" onClick={() => view?.fit()}>
          <IconZoomReset size={18} />
        </Small>
      </span>
    </div>
  );
}

type SmallProps = {
  label: string;
  action: HotkeyAction;
  disabled?: boolean;
  onClick: () => void;
  children: ReactNode;
};

function Small({ label, action, disabled = false, onClick, children }: SmallProps) {
  return (
    <KeyTooltip label={label} action={action}>
      <ActionIcon variant="default" size={36} aria-label={label} disabled={disabled} onClick={onClick}>
        {children}
      </ActionIcon>
    </KeyTooltip>
  );
}
