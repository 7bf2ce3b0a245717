/**
 * Which row wins when a row comes from another database: a table, read from top to bottom; the first rule
 * that fits decides. `merge-rows.ts` makes its SQL from the same table, so the rules stand in one place only.
 *
 * *ours* is the row of the database that is merged into, *theirs* the row that comes.
 */

/** The state of a row in a database. `settled`: its state is final, as that of a completed result. */
export type RowState = 'absent' | 'deleted' | 'open' | 'settled'

/**
 * The law for rows of one kind.
 * - `later`: the later change wins, also between a row and its deletion.
 * - `final`: a deleted row stays deleted; else the later change wins.
 * - `settled`: as `final`, but settled beats open, and of two settled rows the team's stays.
 * - `union`: rows that are never changed and never deleted; where they differ all the same, the team's stays.
 * - `forever`: as `later`, but a settled row stays, whatever comes: a person who was removed stays removed.
 */
export type Law = 'later' | 'final' | 'settled' | 'union' | 'forever'

/** Which row stays where no stamp can decide: the team's, on either side. */
export type OnTie = 'theirs' | 'ours'

export type Winner = 'theirs' | 'ours'

export interface Situation {
  law: Law
  ours: RowState
  theirs: Exclude<RowState, 'absent'>
  /** The time and device of the last change of theirs, compared with ours. */
  stamp: 'later' | 'equal' | 'earlier'
  /** The columns of theirs compared with ours, in their order; undefined where either has no row. */
  content: 'greater' | 'same' | 'less' | undefined
}

type Conditions = {[Field in keyof Situation]?: readonly NonNullable<Situation[Field]>[]}

interface Rule extends Conditions {
  winner: Winner | 'team'
}

const RULES: readonly Rule[] = [
  {ours: ['absent'], winner: 'theirs'},
  {law: ['union'], ours: ['deleted'], theirs: ['open'], winner: 'theirs'},
  {law: ['union'], theirs: ['deleted'], winner: 'ours'},
  {law: ['forever'], ours: ['deleted', 'open'], theirs: ['settled'], winner: 'theirs'},
  {law: ['forever'], ours: ['settled'], theirs: ['deleted', 'open'], winner: 'ours'},
  // Otherwise a deleted run would come back in pieces: those rows that were changed later.
  {law: ['final', 'settled'], ours: ['deleted'], winner: 'ours'},
  {law: ['final', 'settled'], theirs: ['deleted'], winner: 'theirs'},
  // Completed beats failed, whatever the clocks show.
  {law: ['settled'], ours: ['open'], theirs: ['settled'], winner: 'theirs'},
  {law: ['settled'], ours: ['settled'], theirs: ['open'], winner: 'ours'},
  {stamp: ['equal'], content: ['same'], winner: 'ours'},
  // Others may have rated the team's result.
  {law: ['settled', 'forever'], ours: ['settled'], theirs: ['settled'], winner: 'team'},
  {law: ['union'], winner: 'team'},
  {stamp: ['later'], winner: 'theirs'},
  {stamp: ['earlier'], winner: 'ours'},
  // Equal stamps: a row that is wrongly kept can be withdrawn again, a row that is wrongly gone cannot be
  // seen.
  {theirs: ['deleted'], winner: 'ours'},
  {ours: ['deleted'], winner: 'theirs'},
  {content: ['greater'], winner: 'theirs'},
  {winner: 'ours'},
]

export function winner(situation: Situation, onTie: OnTie): Winner {
  const rule = RULES.find((candidate) => fits(candidate, situation))!
  return rule.winner === 'team' ? onTie : rule.winner
}

/**
 * Whether two databases hold different rows under one stamp: after a clock that was ahead, or a backup that
 * was restored. The winner then gets a new stamp, so that every device sees the change.
 */
export function isCollision({ours, theirs, stamp, content}: Situation): boolean {
  const arePresent = [ours, theirs].every((state) => state === 'open' || state === 'settled')
  return arePresent && stamp === 'equal' && content !== 'same'
}

function fits(rule: Rule, situation: Situation): boolean {
  return FIELDS.every((field) => {
    const allowed: readonly unknown[] | undefined = rule[field]
    return !allowed || allowed.includes(situation[field])
  })
}

const FIELDS = ['law', 'ours', 'theirs', 'stamp', 'content'] as const

/** SQL conditions for the values of each field. There are none for `content` where it is not known yet. */
export interface Terms {
  ours: Record<RowState, string>
  theirs: Record<Situation['theirs'], string>
  stamp: Record<Situation['stamp'], string>
  content: Record<NonNullable<Situation['content']>, string> | undefined
}

/**
 * The table for one law as an SQL expression that is 1 where theirs wins. Where the content would decide, and
 * the content is not known, the expression is 0: nothing is decided yet.
 */
export function winnerSql(law: Law, onTie: OnTie, terms: Terms): string {
  const arms: string[] = []
  for (const rule of RULES.filter((candidate) => candidate.law?.includes(law) ?? true)) {
    const conditions = [
      ...anyOf(rule.ours, terms.ours),
      ...anyOf(rule.theirs, terms.theirs),
      ...anyOf(rule.stamp, terms.stamp),
    ]
    if (rule.content && terms.content) conditions.push(...anyOf(rule.content, terms.content))
    const isUnknown = rule.content !== undefined && !terms.content
    if (isUnknown) conditions.push(...anyOf(PRESENT, terms.ours), ...anyOf(PRESENT, terms.theirs))
    const winning = rule.winner === 'team' ? onTie : rule.winner
    const value = winning === 'theirs' && !isUnknown ? '1' : '0'
    if (conditions.length === 0) return `CASE ${arms.join(' ')} ELSE ${value} END`
    arms.push(`WHEN ${conditions.join(' AND ')} THEN ${value}`)
  }

  throw new Error('the last rule fits always')
}

const PRESENT = ['open', 'settled'] as const

function anyOf<Value extends string>(
  values: readonly Value[] | undefined,
  terms: Record<Value, string>,
): string[] {
  return values ? [`(${values.map((value) => terms[value]).join(' OR ')})`] : []
}
