import type { LineageExport, LineageView } from '#contract/lineage.ts';
import { candidatePictureUrl, candidateThumbnailUrl } from '#contract/picture-urls.ts';
import type { LineageRecords } from '#services/lineage/lineage-export.ts';
import type { Lineage } from '#services/lineage/read-lineage.ts';
import { promptView } from './cell.ts';

const mostPhrases = 50;

export function lineageView({ nodes, phrases, ...rest }: Lineage): LineageView {
  return {
    ...rest,
    nodes: nodes.map((node) => ({
      ...promptView(node),
      counts: { approved: node.approved, rejected: node.rejected, undecided: node.undecided },
      madeBy: node.made_by,
      latest: node.latest.map((picture) => ({ ...picture, thumbnailUrl: candidateThumbnailUrl(picture.id) })),
    })),
    phrases: phrases.slice(0, mostPhrases),
    phrasesCompared: phrases.length,
  };
}

export function lineageExport({ cell, prompts, pictures }: LineageRecords): LineageExport {
  const ofPrompt = Map.groupBy(pictures, (picture) => picture.prompt_id);
  const views = prompts.map(promptView);
  return {
    cellId: cell.id,
    goldenName: cell.golden_name,
    defectName: cell.defect_name,
    currentPromptId: cell.prompt_id,
    state: cell.state,
    stateReason: cell.state_reason,
    prompts: views,
    records: views.flatMap((prompt) => {
      const made = ofPrompt.get(prompt.id) ?? [null];
      return made.map((picture) => ({
        id: prompt.id,
        parentId: prompt.parentIds[0] ?? null,
        parentIds: prompt.parentIds,
        promptText: prompt.text,
        parameters: prompt.parameters,
        pictureId: picture?.id ?? null,
        generatedImageUrl: picture && candidatePictureUrl(picture.id),
        userRating: picture?.verdict ?? null,
        reasons: picture?.reasons ?? [],
        note: picture?.note ?? null,
        seed: numberOrNull(picture?.seed),
        generator: picture?.generator ?? null,
        model: picture?.model ?? null,
        timestamp: picture?.created_at.toISOString() ?? prompt.createdAt,
      }));
    }),
  };
}

function numberOrNull(text: string | null | undefined): number | null {
  return text === null || text === undefined ? null : Number(text);
}
