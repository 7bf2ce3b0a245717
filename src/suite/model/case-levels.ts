/** The levels of the factors that every suite shares. */
export const INPUT_TYPES = ['basic', 'enriched'] as const
export type InputType = (typeof INPUT_TYPES)[number]
export const CONSTRAINT_TYPES = ['with_constraint', 'no_constraint'] as const
export type ConstraintType = (typeof CONSTRAINT_TYPES)[number]
