import { z } from 'zod';
import { checkName, nameKey } from '../blueprint/names.ts';
import { cleanText } from '../clean-text.ts';
import { legacyDate } from './legacy-date.ts';

/** `defectName` as names are kept here. */
export type LegacyPicture = { defectName: string; url: string; prompt: string | null; createdAt: Date };
export type LegacyPrompt = { defectName: string; text: string; createdAt: Date };

const jobSchema = z.object({
  defectName: z.string(),
  status: z.enum(['pending', 'generating', 'completed', 'failed']),
  imageUrl: z.string().nullish(),
  prompt: z.string().nullish(),
  createdAt: legacyDate,
  completedAt: legacyDate.nullish(),
});

/** As long as a prompt may be. */
const longestPrompt = 4000;

/** Pictures of completed jobs, the prompts of all of them, and how many had not brought a picture. */
export function readLegacyJobs(
  values: readonly unknown[],
  problems: string[],
): { pictures: LegacyPicture[]; prompts: LegacyPrompt[]; unfinishedJobs: number } {
  const pictures = new Map<string, LegacyPicture>();
  const prompts = new Map<string, LegacyPrompt>();
  let unfinishedJobs = 0;
  for (const { job, place } of readJobs(values, problems)) {
    const { defectName, createdAt } = job;
    const text = cleanText(job.prompt ?? '').trim();
    const isTooLong = text.length > longestPrompt;
    if (isTooLong) {
      problems.push(`The prompt of its job ${place} has more than ${longestPrompt} characters: shorten it.`);
    }
    const prompt = isTooLong || text === '' ? null : text;
    const key = nameKey(defectName);
    if (prompt !== null && !prompts.has(`${key}\n${prompt}`)) {
      prompts.set(`${key}\n${prompt}`, { defectName, text: prompt, createdAt });
    }
    if (job.status !== 'completed') unfinishedJobs++;
    else if (!job.imageUrl) problems.push(`Its job ${place} is completed but names no picture.`);
    else if (!pictures.has(`${key}\n${job.imageUrl}`)) {
      const at = job.completedAt ?? createdAt;
      pictures.set(`${key}\n${job.imageUrl}`, { defectName, url: job.imageUrl, prompt, createdAt: at });
    }
  }
  return { pictures: [...pictures.values()], prompts: [...prompts.values()], unfinishedJobs };
}

/** Oldest first; `place` is where the job stands in the file, from 1. */
function readJobs(
  values: readonly unknown[],
  problems: string[],
): { job: z.infer<typeof jobSchema>; place: number }[] {
  const jobs: { job: z.infer<typeof jobSchema>; place: number }[] = [];
  for (const [index, value] of values.entries()) {
    const job = jobSchema.safeParse(value);
    const name = job.success ? checkName(job.data.defectName) : null;
    if (job.success && name?.ok) {
      jobs.push({ job: { ...job.data, defectName: name.value }, place: index + 1 });
      continue;
    }
    const fields = job.success ? ['defectName'] : job.error.issues.map(({ path }) => path.join('.'));
    const wrong = fields.filter((field) => field !== '').join(', ');
    problems.push(
      `Its job ${index + 1} was left out: ${wrong === '' ? 'it is no object' : `${wrong} cannot be used`}.`,
    );
  }
  return jobs.sort((a, b) => a.job.createdAt.getTime() - b.job.createdAt.getTime());
}
