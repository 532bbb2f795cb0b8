/** bpmnlint's rules about good modelling, told in own sentences. What does not run is the engine's to say, not theirs. */
import { Linter } from 'bpmnlint';
import conditionalFlows from 'bpmnlint/rules/conditional-flows';
import endEventRequired from 'bpmnlint/rules/end-event-required';
import fakeJoin from 'bpmnlint/rules/fake-join';
import labelRequired from 'bpmnlint/rules/label-required';
import noBpmndi from 'bpmnlint/rules/no-bpmndi';
import noDisconnected from 'bpmnlint/rules/no-disconnected';
import noDuplicateSequenceFlows from 'bpmnlint/rules/no-duplicate-sequence-flows';
import noGatewayJoinFork from 'bpmnlint/rules/no-gateway-join-fork';
import noImplicitEnd from 'bpmnlint/rules/no-implicit-end';
import noImplicitStart from 'bpmnlint/rules/no-implicit-start';
import noOverlappingElements from 'bpmnlint/rules/no-overlapping-elements';
import startEventRequired from 'bpmnlint/rules/start-event-required';
import superfluousGateway from 'bpmnlint/rules/superfluous-gateway';
import superfluousTermination from 'bpmnlint/rules/superfluous-termination';
import { text } from '../language.js';

const rules = {
  'conditional-flows': conditionalFlows,
  'end-event-required': endEventRequired,
  'fake-join': fakeJoin,
  'label-required': labelRequired,
  'no-bpmndi': noBpmndi,
  'no-disconnected': noDisconnected,
  'no-duplicate-sequence-flows': noDuplicateSequenceFlows,
  'no-gateway-join-fork': noGatewayJoinFork,
  'no-implicit-end': noImplicitEnd,
  'no-implicit-start': noImplicitStart,
  'no-overlapping-elements': noOverlappingElements,
  'start-event-required': startEventRequired,
  'superfluous-gateway': superfluousGateway,
  'superfluous-termination': superfluousTermination,
};

const options = {
  config: { rules: Object.fromEntries(Object.keys(rules).map((name) => [name, 'warn'])) },
  resolver: { resolveRule: (_package, name) => rules[name], resolveConfig: () => ({ rules: {} }) },
};

/** Problems in the server's form; bpmnlint's advice never stands in the way of a release, so all are warnings. */
export async function lint(definitions) {
  // A linter keeps its rules, and some rules remember what they saw: a second run would find every arrow doubled.
  const found = await new Linter(options).lint(definitions);
  return Object.entries(found).flatMap(([rule, reports]) =>
    reports.map(({ id }) => ({
      element: id,
      sentence: text(`lint.${rule}`),
      remedy: text(`lint.${rule}.remedy`),
      severity: 'warning',
    })),
  );
}
