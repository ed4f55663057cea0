/** The types of the grammar's rules. */
import type { CstNode, ParserMethod } from 'chevrotain';

export type Rule = ParserMethod<[], CstNode>;

/** A rule that is told what stands in its place, to say so where it is missing. */
export type NamedRule = ParserMethod<[what?: string], CstNode>;
