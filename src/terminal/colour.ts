import {Chalk, supportsColor} from 'chalk'

/** Colours for stdout: none without a terminal, none when NO_COLOR is set (https://no-color.org). */
export const colour = new Chalk({
  level: process.env['NO_COLOR'] ? 0 : supportsColor ? supportsColor.level : 0,
})
