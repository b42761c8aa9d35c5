import { describe, LONGEST_NAME, sentence, strikingNames } from '../names.ts';
import type { Rule } from '../rule.ts';
import { GEN_DOWNSTREAM } from '../sources.ts';

export const longName: Rule = {
  id: 'downstream/long-name',
  category: 'downstream',
  severity: 'information',
  summary: `A name has more than ${LONGEST_NAME} characters.`,
  why: `Options such as \`-blockdev\` and \`-object\` take the members of a schema type as \`key=value\` on the command line, and that parser refuses
keys of more than ${LONGEST_NAME} characters. A prefix of many labels gets there sooner than one thinks. On the wire such a name works.`,
  remedy: 'Choose a shorter name, or a shorter domain of yours.',
  source: GEN_DOWNSTREAM,
  bad: {
    files: { 'qapi/qapi-schema.json': `{ 'command': '«__com.example_${'eject-'.repeat(20)}all»' }\n` },
    role: 'downstream',
  },
  good: { files: { 'qapi/qapi-schema.json': "{ 'command': '__com.example_eject-all' }\n" }, role: 'downstream' },
  check({ files, reach, role, report }) {
    if (role !== 'downstream') return;
    for (const { thing, parsed } of strikingNames(files)) {
      if (parsed.text.length <= LONGEST_NAME || !reach.isVisible(thing)) continue;
      report({
        file: thing.file,
        span: thing.name.span,
        thing,
        message: `${sentence(describe(thing))} has ${parsed.text.length} characters; keys of more than ${LONGEST_NAME} cannot be given on QEMU's command line. Choose a shorter name.`,
      });
    }
  },
};
