/**
 * What a name in a schema stands for. 'member' is a member of a struct, an argument of a command or a piece of an
 * event's data; 'branch' is a branch of an alternate (or of an old simple union).
 */
export type NameKind =
  | 'enum'
  | 'struct'
  | 'union'
  | 'alternate'
  | 'command'
  | 'event'
  | 'member'
  | 'value'
  | 'branch'
  | 'feature';

const TYPE_KINDS: ReadonlySet<NameKind> = new Set<NameKind>(['enum', 'struct', 'union', 'alternate']);

/**
 * Tells whether a name of this kind names a type. Type names are CamelCase and never seen on the wire.
 *
 * @param kind any kind of name
 * @returns true for enum, struct, union and alternate
 */
export function isTypeKind(kind: NameKind): kind is 'enum' | 'struct' | 'union' | 'alternate' {
  return TYPE_KINDS.has(kind);
}
