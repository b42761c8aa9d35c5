import { isTypeKind, type NameKind } from './kinds.ts';

/** Words that QEMU's generator does not let stand as C identifiers (scripts/qapi/common.py), by where they come from. */
const PROTECTED_WORDS: ReadonlySet<string> = new Set(
  [
    // C89
    'auto break case char const continue default do double else enum extern float for goto if int long register',
    'return short signed sizeof static struct switch typedef union unsigned void volatile while',
    // C99, C11, GCC
    'inline restrict _Bool _Complex _Imaginary',
    '_Alignas _Alignof _Atomic _Generic _Noreturn _Static_assert _Thread_local',
    'asm typeof',
    // C++
    'bool catch class const_cast delete dynamic_cast explicit false friend mutable namespace new operator private',
    'protected public reinterpret_cast static_cast template this throw true try typeid typename using virtual wchar_t',
    'and and_eq bitand bitor compl not not_eq or or_eq xor xor_eq',
    // macros that compilers and headers predefine
    'unix errno mips sparc i386 linux',
  ].flatMap((line) => line.split(' ')),
);

/**
 * Which generator makes the C names: up to QEMU 9.1, or 9.2 and newer. They split CamelCase differently for enum
 * constants, and only the older one splits an enum's `prefix` too.
 */
export type CNameEra = 'up-to-9.1' | 'since-9.2';

/**
 * Maps a name to a C identifier as QEMU's c_name() does: whatever is not an ASCII letter, a digit or `_` becomes `_`.
 *
 * @param name any text
 * @param options protect: put `q_` before reserved words and digits; on unless false
 * @returns the identifier; '' for ''
 */
export function cName(name: string, options: { readonly protect?: boolean } = {}): string {
  const plain = name.replace(/[^A-Za-z0-9_]/gu, '_');
  const ticklish = PROTECTED_WORDS.has(plain) || /^[0-9]/.test(plain);
  return ticklish && options.protect !== false ? `q_${plain}` : plain;
}

/**
 * Turns a type's name into the beginning of its enum constants as QEMU's camel_to_upper() does: `QCryptoTLSCreds` to
 * `QCRYPTO_TLS_CREDS`. The underscores of a downstream prefix are lost.
 *
 * @param name the name of a type (or, for 'up-to-9.1', an enum's `prefix`)
 * @param era whose rules; the newest unless given
 * @returns the text in upper case, without an underscore at its end
 */
export function camelToUpper(name: string, era: CNameEra = 'since-9.2'): string {
  if (era === 'since-9.2') {
    const split = name.replace(/(?<=[a-z0-9])(?=[A-Z])|(?<=.[A-Z])(?=[A-Z][^A-Z])/gs, '_');
    return cName(split.toUpperCase()).replace(/^_+/, '');
  }
  const plain = cName(name, { protect: false });
  if (/[A-Z]/.test(name) && !/[a-z]/.test(name)) return plain;
  return plain
    .replace(/(?<=[^_])(?=[A-Z][a-z])|(?<=[0-9])(?=[A-Z])/g, '_')
    .replace(/^_+/, '')
    .toUpperCase();
}

/**
 * Lists the C identifiers QEMU's generator derives from one name and hand-written C refers to, so that somebody who
 * renames it knows what to look for. Rules: scripts/qapi/{commands,events,types,visit,features}.py.
 *
 * @param kind what the name stands for
 * @param name the whole name, without the `*` of an optional member
 * @param context optional: the member is, so there is a `has_` flag too (since QEMU 8.0 not for pointers);
 *   enumName and enumPrefix: the enum around a value, and its `prefix` if it has one; for an enum itself enumPrefix
 *   alone; era: which generator, the newest unless given
 * @returns the identifiers, the most used first; none for a value whose enum is not told
 */
export function cIdentifiers(
  kind: NameKind,
  name: string,
  context: {
    readonly optional?: boolean;
    readonly enumName?: string;
    readonly enumPrefix?: string;
    readonly era?: CNameEra;
  } = {},
): string[] {
  const era = context.era ?? 'since-9.2';
  const c = cName(name);
  const upper = cName(name, { protect: false }).toUpperCase();
  if (kind === 'enum') {
    const constants = enumConstantPrefix(name, context.enumPrefix, era);
    return [c, `${c}_str`, `${c}_lookup`, `visit_type_${c}`, `${constants}__MAX`];
  }
  if (isTypeKind(kind)) return [c, `qapi_free_${c}`, `visit_type_${c}`];
  switch (kind) {
    case 'command':
      return [`qmp_${c}`];
    case 'event':
      return [`qapi_event_send_${cName(name.toLowerCase())}`, `QAPI_EVENT_${upper}`];
    case 'member':
      return context.optional === true ? [c, `has_${c}`] : [c];
    case 'value': {
      const { enumName, enumPrefix } = context;
      return enumName === undefined ? [] : [`${enumConstantPrefix(enumName, enumPrefix, era)}_${upper}`];
    }
    case 'feature':
      return [`QAPI_FEATURE_${upper}`];
    case 'branch':
      return [c];
  }
}

function enumConstantPrefix(enumName: string, enumPrefix: string | undefined, era: CNameEra): string {
  if (enumPrefix === undefined) return camelToUpper(enumName, era);
  return era === 'since-9.2' ? enumPrefix : camelToUpper(enumPrefix, era);
}
