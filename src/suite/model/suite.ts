import type {z} from 'zod'
import type * as schema from './suite-schema.js'

// Types alone: modules that only read a suite do not load the schema library.
export type PricedModel = z.infer<typeof schema.pricedModelSchema>
export type Persona = z.infer<typeof schema.personaSchema>
export type Prompt = z.infer<typeof schema.promptSchema>
export type LexiconEntry = z.infer<typeof schema.lexiconEntrySchema>
export type Suite = z.infer<typeof schema.suiteSchema>
