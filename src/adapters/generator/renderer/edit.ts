import type { EditCut } from '#adapters/generator/edit-workshop.ts';
import { pixelsOf } from '#imaging/area.ts';
import { decodePicture } from '#imaging/codec.ts';
import { inPlace } from '#imaging/edit/in-place.ts';
import { applyEdit } from '#imaging/edit/apply-edit.ts';
import { findEdit, pictureToSend } from '#imaging/edit/find-edit.ts';
import { type EditPlan, planEdit } from '#imaging/edit/plan-edit.ts';
import { encodeHere } from '#imaging/png.ts';
import type { WantedDefect } from '#imaging/render.ts';
import { encodeResult, handedOver } from './encode-result.ts';
import type { RenderTask, TaskOutcome } from './messages.ts';

/** What a model is sent: surroundings included, at a size that it works well at. */
export async function cutEdit(task: RenderTask, defect: WantedDefect): Promise<EditCut> {
  const plan = planOf(task, defect);
  const { width, height } = plan.sent;
  const whole = { left: 0, top: 0, width, height };
  const allowed = pixelsOf({ width: plan.width, height: plan.height, data: plan.mask }, whole, whole);
  const mask = allowed.map((value) => 255 * value);
  return {
    kind: 'cut',
    picture: encodeHere(await pictureToSend(task.golden.picture, plan)),
    mask: encodeHere({ width, height, channels: 1, data: mask }),
    width,
    height,
  };
}

/** Finds the defect in what came back, by comparison, and puts that and nothing else into the golden image. */
export async function pasteEdit(
  task: RenderTask & { answer: Uint8Array },
  defect: WantedDefect,
  stage: (percent: number) => void,
): Promise<TaskOutcome> {
  const plan = planOf(task, defect);
  const golden = task.golden.picture;
  const picture = await decodePicture(task.answer).catch(() => null);
  if (picture === null) return failed('not_a_picture', 'What the model sent cannot be read as a picture.');
  const found = await findEdit(golden, plan, picture);
  stage(96);
  if (found.verdict !== 'changed') return failed(codeOf(found.verdict), found.reason);
  const marks = applyEdit(golden, plan, inPlace(found.answer, found.alignment), found.mask.data);
  if (marks.length === 0) return failed('unchanged', 'The model changed nothing that can be seen.');
  const { confidence, alignment } = found;
  const drawn = {
    marks,
    labelled: marks,
    defectOf: marks.map(() => 0),
    measured: { comparison: { confidence, alignment } },
  };
  const result = await encodeResult(
    { ...task, sourceType: 'compositeWithTrainedAlgorithmicMedia' },
    drawn,
    stage,
  );
  stage(99);
  return handedOver(result);
}

function planOf({ golden, seed, options }: RenderTask, { family, parameters, fit }: WantedDefect): EditPlan {
  return planEdit({ surface: golden.surface, family, parameters, fit, seed, options });
}

function codeOf(verdict: 'unchanged' | 'whole region' | 'outside region'): string {
  return verdict.replace(' ', '_');
}

/** Bought, and of no use: another seed may do better. */
function failed(code: string, message: string): TaskOutcome {
  return { kind: 'failed', retryable: false, newSeed: true, code, message };
}
