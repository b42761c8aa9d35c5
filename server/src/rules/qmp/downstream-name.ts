import { parseName } from '../../names/parse.ts';
import { qmpRule } from '../qmp-rule.ts';
import { SPEC_DOWNSTREAM } from '../sources.ts';

export const qmpDownstreamName = qmpRule({
  id: 'qmp/downstream-name',
  severity: 'information',
  summary: 'A message uses a name of one vendor.',
  why: `Names that begin with \`__\` belong to whoever owns the domain behind it. Programs of other vendors, and upstream's, do not have them: commands with
such a name, or with such an argument, fail there.`,
  remedy: 'Make sure that the program has the name before you use it, as query-qmp-schema tells.',
  source: SPEC_DOWNSTREAM,
  bad: {
    files: {
      'qapi/qapi-schema.json': "{ 'command': '__com.example_drive-mirror' }\n",
      'messages.qmp': '{ "execute": "«__com.example_drive-mirror»" }\n',
    },
    domains: ['com.example'],
  },
  good: {
    files: {
      'qapi/qapi-schema.json': "{ 'command': 'drive-mirror' }\n",
      'messages.qmp': '{ "execute": "drive-mirror" }\n',
    },
  },
  kinds: ['downstream-name'],
  tell({ name, thing }, { isExample, domains, inherited }) {
    // In a schema the names are judged where they are declared.
    if (isExample) return undefined;
    const { rfqdn } = parseName(name);
    const isOwn = rfqdn !== undefined && [...domains, ...inherited].includes(rfqdn.toLowerCase());
    const owner = rfqdn === undefined ? 'one vendor' : isOwn ? `your domain ${rfqdn}` : `whoever owns ${rfqdn}`;
    return { message: `'${name}' belongs to ${owner}: other programs do not have it, and refuse it.`, thing };
  },
});
