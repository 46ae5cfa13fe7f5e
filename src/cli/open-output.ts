import { AppError } from '#core/app-error.ts';
import { type DatasetOutput, openDatasetOutput } from '#services/dataset-output.ts';
import { UsageError } from './usage-error.ts';

/** `--out`, ready to be written to. A target that cannot be one is a wrong call. */
export async function openOutput(options: { out: string; force?: boolean }): Promise<DatasetOutput> {
  try {
    return await openDatasetOutput(options.out, { force: options.force === true });
  } catch (error) {
    const isWrong = error instanceof AppError && ['conflict', 'bad_request'].includes(error.code);
    throw isWrong ? new UsageError(error.message) : error;
  }
}
