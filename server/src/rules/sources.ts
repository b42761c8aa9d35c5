/** The documents that rules come from. */
import type { Source } from './rule.ts';

const SPEC = 'https://www.qemu.org/docs/master/interop/qmp-spec.html';
const GENERATOR = 'https://www.qemu.org/docs/master/devel/qapi-code-gen.html';

const spec = (section: string, anchor: string): Source => ({
  title: `QMP specification, section "${section}"`,
  url: `${SPEC}#${anchor}`,
});
const generator = (section: string, anchor: string): Source => ({
  title: `QAPI code generator, section "${section}"`,
  url: `${GENERATOR}#${anchor}`,
});

export const SPEC_COMPATIBILITY = spec('Compatibility Considerations', 'compatibility-considerations');
export const SPEC_PROTOCOL = spec('Protocol Specification', 'protocol-specification');
export const SPEC_COMMANDS = spec('Issuing Commands', 'issuing-commands');
export const SPEC_OUT_OF_BAND = spec('Out-of-band execution', 'out-of-band-execution');
export const SPEC_RESPONSES = spec('Commands Responses', 'commands-responses');
export const SPEC_ERROR = spec('Error', 'error');
export const SPEC_EVENTS = spec('Asynchronous events', 'asynchronous-events');
export const SPEC_NEGOTIATION = spec('Capabilities Negotiation', 'capabilities-negotiation');
export const SPEC_GREETING = spec('Server Greeting', 'server-greeting');
export const SPEC_DOWNSTREAM = spec('Downstream extension of QMP', 'downstream-extension-of-qmp');
export const GEN_DOWNSTREAM = generator('Downstream extensions', 'downstream-extensions');
export const GEN_COMPATIBILITY = generator('Compatibility considerations', 'compatibility-considerations');
export const GEN_NAMING = generator('Naming rules and reserved names', 'naming-rules-and-reserved-names');
export const GEN_SYNTAX = generator('Schema syntax', 'schema-syntax');
export const GEN_INCLUDE = generator('Include directives', 'include-directives');
export const GEN_PRAGMA = generator('Pragma directives', 'pragma-directives');
export const GEN_TYPES = generator('Type references and array types', 'type-references-and-array-types');
export const GEN_STRUCT = generator('Struct types', 'struct-types');
export const GEN_COMMAND = generator('Commands', 'commands');
export const GEN_FEATURES = generator('Features', 'features');
export const GEN_CONDITIONS = generator('Configuring the schema', 'configuring-the-schema');
export const GEN_DOC = generator('Documentation comments', 'documentation-comments');
export const GEN_ENUM = generator('Enumeration types', 'enumeration-types');
export const GEN_UNION = generator('Union types', 'union-types');
export const GEN_ALTERNATE = generator('Alternate types', 'alternate-types');
export const GEN_INTROSPECTION = generator('Client JSON Protocol introspection', 'client-json-protocol-introspection');
export const GEN_CODE = generator('Code generation', 'code-generation');
