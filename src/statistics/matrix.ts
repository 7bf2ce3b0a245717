import {createRequire} from 'node:module'
import type * as Matrices from 'ml-matrix'

// The package is CommonJS. An import would have Node search its text for exports first, which takes longer
// than to run it.
const matrices = createRequire(import.meta.url)('ml-matrix') as typeof Matrices

export const {EigenvalueDecomposition, Matrix} = matrices
export type Matrix = Matrices.Matrix
