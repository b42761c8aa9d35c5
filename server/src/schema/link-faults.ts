/** What can be wrong between the definitions of a schema. `link.ts` finds it, and rules put it into words. */
import type { Target } from './link-targets.ts';
import type { Branch, Definition, EnumDefinition, EventDefinition, Member } from './model.ts';

interface Fault<Code extends string> {
  readonly code: Code;
  /** The definition that the generator refuses. */
  readonly definition: Definition;
  /** The token that it is about, in the definition's file. */
  readonly span: { readonly start: number; readonly end: number };
}

/** There is no type of that name. */
export interface UnknownType extends Fault<'unknown-type'> {
  readonly name: string;
  /** The command or event of that name. */
  readonly other: Definition | undefined;
}

/** What the generator calls an array, `FooList`, is written where a type belongs. */
export interface ImplicitName extends Fault<'implicit-name'> {
  readonly name: string;
  readonly element: string;
  /** It stands between brackets: arrays of arrays are too much for the generator, which takes it elsewhere. */
  readonly nested: boolean;
}

/** The name is taken already: by another definition, or by a built-in type. */
export interface Redefinition extends Fault<'redefinition'> {
  readonly other: Definition | undefined;
}

/** What 'base' names is no struct. */
export interface WrongBase extends Fault<'base'> {
  readonly target: Target;
}

/** A struct or union holds itself, by way of its base or a branch. */
export interface Recursive extends Fault<'recursive'> {
  /** From the definition by way of others back to it, which is not repeated. */
  readonly chain: readonly Definition[];
}

/** Two members of one object, values of one enum or features of one thing have the same name, be it only in C. */
export interface Clash extends Fault<'clash'> {
  readonly thing: Member;
  readonly other: Member;
  /** False where the generator does not look. */
  readonly refused: boolean;
}

/** What is made of a name in C is made of another one too, or by the generator itself. */
export interface ConstantClash extends Fault<'constant'> {
  readonly thing: Member | EventDefinition;
  /** Undefined where it is the generator. */
  readonly other: Member | undefined;
}

/** A branch brings in members whose names, be it only in C, are those of members of the base. */
export interface BranchClash extends Fault<'branch-clash'> {
  readonly branch: Branch;
  /** Members of the branch, each with that of the base. */
  readonly pairs: readonly (readonly [thing: Member, other: Member])[];
}

/** The discriminator is none. */
export interface WrongDiscriminator extends Fault<'discriminator'> {
  readonly reason: 'not-a-member' | 'not-direct' | 'not-an-enum' | 'a-value' | 'optional' | 'conditional';
  /** The member that it names. */
  readonly member: Member | undefined;
  /** The members that it could name. */
  readonly candidates: readonly Member[];
  /** Some generators take an empty name for none: then branches have any type, and a member 'type' tells them apart. */
  readonly refused: boolean;
}

/** A branch of a union does not fit. */
export interface WrongBranch extends Fault<'branch'> {
  readonly reason: 'not-a-value' | 'not-an-object' | 'union';
  readonly branch: Branch;
  readonly target: Target | undefined;
  /** What declares the values of the tag; undefined where it is built in. */
  readonly tag: EnumDefinition | undefined;
  /** The values of the tag, as far as they are known. */
  readonly values: readonly string[];
}

/** A union has no branches, or too few. */
export interface MissingBranches extends Fault<'missing-branches'> {
  /** The values without a branch; none where there is no branch at all. */
  readonly values: readonly string[];
}

/** Branches of an alternate cannot be told apart, or not be branches at all. */
export interface WrongAlternative extends Fault<'alternate'> {
  readonly branch: Member;
  readonly target: Target;
  /** The earlier branch that it is mistaken for; undefined where its own type is the trouble. */
  readonly other: Member | undefined;
}

/** The arguments of a command or event are of a type that does not fit. */
export interface WrongArguments extends Fault<'arguments'> {
  readonly reason: 'not-an-object' | 'union' | 'conditional' | 'empty';
  readonly target: Target;
  /** The first conditional member. */
  readonly member: Member | undefined;
}

/** A command returns what is no object. */
export interface WrongReturns extends Fault<'returns'> {
  readonly target: Target;
  readonly array: boolean;
}

/** A feature that has a meaning of its own stands on a type. */
export interface TypeFeature extends Fault<'type-feature'> {
  readonly feature: Member;
}

/** One feature name more than a schema may have. */
export interface TooManyFeatures extends Fault<'too-many-features'> {
  readonly feature: Member;
}

export type LinkFault =
  | UnknownType
  | ImplicitName
  | Redefinition
  | WrongBase
  | Recursive
  | Clash
  | ConstantClash
  | BranchClash
  | WrongDiscriminator
  | WrongBranch
  | MissingBranches
  | WrongAlternative
  | WrongArguments
  | WrongReturns
  | TypeFeature
  | TooManyFeatures;
