import { createRandom } from '#core/random.ts';
import type { Fault, Operation } from './fault.ts';
import { ruleSchema, type Rule, type RuleInput } from './rule.ts';

/** The faults to come. */
export type Script = {
  /** Throws a ZodError when a rule is not one. Counting begins anew. */
  replace(rules: readonly RuleInput[]): void;
  /**
   * What happens to this request: the fault of the first rule that says so, then those of rules marked
   * `together`. `key` names the request for the probabilities, so that the order in which requests happen
   * to arrive does not decide about them.
   */
  draw(operation: Operation, endpoint: string, key: string): Fault[];
};

type Counted = { readonly rule: Rule; seen: number; done: number };

export function createScript(seed: number, rules: readonly RuleInput[]): Script {
  let counted = rules.map(begin);
  return {
    replace: (next) => void (counted = next.map(begin)),
    draw(operation, endpoint, key) {
      const faults: Fault[] = [];
      for (const [index, entry] of counted.entries()) {
        const { rule } = entry;
        if (rule.on !== operation || !covers(rule.endpoint, endpoint)) continue;
        entry.seen++;
        if (faults.length > 0 && !rule.together) continue;
        if (!isDue(entry, `${seed}/${index}/${key}`)) continue;
        entry.done++;
        faults.push(rule.fault);
      }
      return faults;
    },
  };
}

function begin(rule: RuleInput): Counted {
  return { rule: ruleSchema.parse(rule), seen: 0, done: 0 };
}

function covers(pattern: string, endpoint: string): boolean {
  return pattern.endsWith('*') ? endpoint.startsWith(pattern.slice(0, -1)) : pattern === endpoint;
}

function isDue({ rule, seen, done }: Counted, name: string): boolean {
  const { nth, every, probability, times } = rule;
  if (times !== undefined && done >= times) return false;
  if (nth !== undefined && ![nth].flat().includes(seen)) return false;
  if (every !== undefined && seen % every !== 0) return false;
  return probability === undefined || createRandom(name).chance(probability);
}
