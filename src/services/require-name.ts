import { AppError } from '#core/app-error.ts';
import { checkName } from '#core/blueprint/names.ts';

/** The name as it is kept; throws the rule's own sentence. */
export function requireName(what: string, text: string): string {
  const checked = checkName(text);
  if (!checked.ok)
    throw new AppError('bad_request', `The name of the ${what} cannot be used. ${checked.message}`);
  return checked.value;
}
