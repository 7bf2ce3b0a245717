import type {ProviderError} from '../../providers/provider.js'
import type {AskedStep} from '../../records/call.js'

/** A call that got no answer, after all its attempts. The call is recorded. */
export class CallFailed extends Error {
  constructor(
    readonly step: AskedStep,
    readonly error: ProviderError,
  ) {
    super(error.message)
    this.name = 'CallFailed'
  }
}

/** The model asks for too long a wait; the case stays as it is for a later resume. */
export class ModelDeferred extends Error {
  constructor(
    readonly model: string,
    readonly waitMs: number,
  ) {
    super(`${model} asks to wait ${Math.ceil(waitMs / 1000)} s`)
    this.name = 'ModelDeferred'
  }
}

/** The run is ending; the case stays as it is for a later resume. */
export class Stopped extends Error {}
