import type { BoardView } from '#contract/blueprint.ts';
import { IconCheck } from '@tabler/icons-react';
import { Link, useRouterState } from '@tanstack/react-router';
import { memo } from 'react';
import { paths } from '../../paths.ts';
import { blueprintSteps } from './blueprint-steps.ts';
import { BlueprintMenu } from './blueprint-menu.tsx';
import classes from './blueprint-header.module.css';

type Props = { board: BoardView };

/** The step that leads to a page which is none itself. */
function stepOf(page: string | undefined): string | undefined {
  switch (page) {
    case paths.foreground:
      return paths.golden;
    case paths.cell:
    case paths.areas:
    case paths.history:
    case paths.better:
    case paths.review:
    case paths.mask:
      return paths.matrix;
    case paths.poster:
      return paths.finish;
    default:
      return undefined;
  }
}

/** Name of the blueprint and the four steps, each a link. */
export const BlueprintHeader = memo(function BlueprintHeader({ board }: Props) {
  const params = { blueprintId: board.blueprint.id };
  const here: string | undefined = useRouterState({ select: (state) => state.matches.at(-1)?.fullPath });
  const isCurrent = (path: string) => here === path || stepOf(here) === path;

  return (
    <div className={classes.bar}>
      <div className={classes.name}>
        <span className={classes.title}>{board.blueprint.name}</span>
        <BlueprintMenu blueprint={board.blueprint} />
      </div>
      <nav aria-label="Steps" className={classes.nav}>
        <ol className={classes.steps}>
          {blueprintSteps(board).map((step, index) => (
            <li key={step.path}>
              <Link
                to={step.path}
                params={params}
                className={classes.step}
                aria-current={isCurrent(step.path) ? 'step' : undefined}
              >
                <span className={classes.number} data-done={step.done} aria-hidden>
                  {step.done ? <IconCheck size={13} stroke={3} /> : index + 1}
                </span>
                <span className={classes.label}>{step.label}</span>
                <span className={classes.short}>{step.shortLabel}</span>
                {step.count !== undefined && <span className={classes.count}>{step.count}</span>}
                {step.done && <span className="visually-hidden">, done</span>}
              </Link>
            </li>
          ))}
        </ol>
      </nav>
    </div>
  );
});
