import { jsonAnswer, type TextAnswer } from '../answer.ts';

/** fal's two kinds of failure; see its pages "Model errors" and "Request errors". */
export type Failure = {
  readonly kind: 'model' | 'request';
  readonly type: string;
  readonly answer: TextAnswer;
};

/** One entry of a model error's `detail`. */
export type Detail = {
  readonly loc: readonly (string | number)[];
  readonly msg: string;
  readonly type: string;
  readonly ctx?: Readonly<Record<string, unknown>>;
  readonly input?: unknown;
};

/** Errors of the model: type, status, whether fal says that the same request may succeed next time. */
const modelErrors = {
  content_policy_violation: [422, false, 'The content was flagged by a content checker.'],
  no_media_generated: [422, false, 'The model did not generate the expected output.'],
  image_too_small: [422, false, 'Image dimensions are too small.'],
  image_too_large: [422, false, 'Image dimensions are too large.'],
  image_load_error: [422, false, 'Failed to load the image.'],
  unsupported_image_format: [422, false, 'Unsupported image format.'],
  file_too_large: [422, false, 'File size exceeds the maximum allowed size.'],
  file_download_error: [422, false, 'Failed to download the file.'],
  feature_not_supported: [422, false, 'The feature is not supported for this input.'],
  internal_server_error: [500, true, 'Internal server error.'],
  generation_timeout: [504, true, 'Generation timed out.'],
  downstream_service_error: [500, false, 'Downstream service error.'],
  downstream_service_unavailable: [500, true, 'Downstream service unavailable.'],
} as const;

/** Errors of the platform around the model. */
const requestErrors = {
  request_timeout: [504, 'Request timed out.'],
  startup_timeout: [504, 'Runner did not start in time.'],
  runner_scheduling_failure: [503, 'No runner could be scheduled.'],
  runner_connection_timeout: [503, 'Connection to the runner timed out.'],
  runner_disconnected: [503, 'The runner disconnected.'],
  runner_connection_refused: [503, 'The runner refused the connection.'],
  runner_connection_error: [503, 'Connection to the runner failed.'],
  runner_incomplete_response: [502, 'The runner sent an incomplete response.'],
  runner_server_error: [500, 'The runner failed.'],
  internal_error: [500, 'Internal error.'],
  client_disconnected: [499, 'The client disconnected.'],
  client_cancelled: [499, 'The request was cancelled by the client.'],
  bad_request: [400, 'Bad request.'],
} as const;

export type ModelErrorType = keyof typeof modelErrors;
export type RequestErrorType = keyof typeof requestErrors;
export type ErrorType = ModelErrorType | RequestErrorType;
export const errorTypes: readonly ErrorType[] = [
  ...(Object.keys(modelErrors) as ModelErrorType[]),
  ...(Object.keys(requestErrors) as RequestErrorType[]),
];

/** Tells a failure from whatever else a step may hand on. */
export function isFailure(value: object): value is Failure {
  return 'kind' in value && (value.kind === 'model' || value.kind === 'request');
}

/** Any error by its type, as fal would say it. `about` says more of a model error. */
export function failureOf(type: ErrorType, about: Partial<Detail> = {}): Failure {
  if (!isModelError(type)) return requestFailure(type);
  const [status, canRetry, msg] = modelErrors[type];
  return modelFailure(status, canRetry, [{ loc: ['body'], msg, ...about, type }]);
}

/** Fields that the model's schema refuses, all at once. */
export function invalidInput(details: readonly Detail[]): Failure {
  return modelFailure(422, false, details);
}

/** The caller's own deadline passed before the job started. */
export function startTimeout(): Failure {
  const failure = requestFailure('request_timeout');
  const headers = { ...failure.answer.headers, 'x-fal-request-timeout-type': 'user' };
  return { ...failure, answer: { ...failure.answer, headers } };
}

function isModelError(type: ErrorType): type is ModelErrorType {
  return Object.hasOwn(modelErrors, type);
}

// Both names of the header: fal is in the middle of moving from one to the other.
function modelFailure(status: number, canRetry: boolean, details: readonly Detail[]): Failure {
  const detail = details.map((one) => ({ ...one, url: `https://docs.fal.ai/errors#${one.type}` }));
  const headers = { 'x-fal-retryable': `${canRetry}`, 'x-fal-needs-retry': canRetry ? '1' : '0' };
  return { kind: 'model', type: details[0]!.type, answer: jsonAnswer(status, { detail }, headers) };
}

function requestFailure(type: RequestErrorType): Failure {
  const [status, detail] = requestErrors[type];
  const answer = jsonAnswer(status, { detail, error_type: type }, { 'x-fal-error-type': type });
  return { kind: 'request', type, answer };
}
