import type { GenerationFailure } from '#adapters/generator/port.ts';

// How a picture ends that the renderer could not make, other than by its family.

export const cancelled: GenerationFailure = {
  kind: 'failed',
  retryable: false,
  code: 'cancelled',
  message: 'The job was cancelled before its picture was ready.',
};

export const noCutOut: GenerationFailure = {
  kind: 'failed',
  retryable: true,
  code: 'cut_out_unreadable',
  message: 'A cut-out of the defect could not be read from the data folder: remove it and add it again.',
};

export const noRegion: GenerationFailure = {
  kind: 'failed',
  retryable: true,
  code: 'region_unreadable',
  message: 'The areas that the defect may be in could not be read from the data folder: draw them again.',
};

export const unreadable: GenerationFailure = {
  kind: 'failed',
  retryable: true,
  code: 'golden_unreadable',
  message: 'The golden image could not be read from the data folder: if it is gone, upload it again.',
};

export const damaged: GenerationFailure = {
  kind: 'failed',
  retryable: false,
  code: 'not_found',
  message: 'The stored golden image is damaged: upload it again.',
};
