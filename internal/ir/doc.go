// Package ir holds what the analysis asks of types, syntax and SSA form before it
// knows anything about errors: which variable a value was loaded from, which calls
// may run a closure and whether it writes, how far a loop counts, whether two
// blocks do the same. It is the lowest layer: it imports nothing of the engine.
package ir
