package program

import (
	"go/ast"
	"go/types"

	"github.com/tcerrlint/tcerrlint/internal/facts"
)

// A Declared is one function declaration of the package, as the scan of its
// syntax saw it. The scan decides which functions are worth control flow, and
// which services the errors of each can come from.
type Declared struct {
	Object   *types.Func
	Decl     *ast.FuncDecl
	Within   *types.Func     // around this function, if it was a literal
	Handed   bool            // it was a literal that was handed to others where it stood
	Wire     bool            // has to do with answers on the wire
	Looks    bool            // looks at the Error of an answer
	Makes    bool            // makes an error of a type of this package that may carry codes
	Common   bool            // makes a request for a service that it names
	Sends    bool            // sends such a request
	Leaks    bool            // hands JSON to functions that are not in sight, or gets it from them
	Hands    []*ast.CallExpr // the calls that hand it
	Parses   bool            // decodes JSON, or reads it by paths
	Posts    bool            // sends requests, itself or by functions of this package, and receives what comes
	Huge     bool            // has too many branches to follow
	Asserts  bool            // names the SDK's error type, perhaps to assert to it
	Formats  bool            // makes or wraps errors
	Finals   bool            // may make an error one that ends a retry, itself or by another function
	Tests    bool            // names the SDK's error type, its fields or methods, or calls a helper of another package
	Local    []*types.Func   // functions of this package that it refers to
	Early    []*types.Func   // those of them that it calls only before it has received anything
	Fills    []*types.Var    // fields and package variables of this package that it fills
	Reads    []*types.Var    // fields of this package that are strings
	Asks     []*types.Var    // fields and package variables of this package whose functions answer true or false
	Forwards *types.Func     // that all it does is to call; see [Forward] for what is certain
	Says     bool            // a comment says which codes it compares
	Texts    bool            // looks for what is written as a code in a text
	Holder   *types.Var      // the variable whose value this is, if it is no function
	Request  request         // what it says of the requests that it sends
	Origin   facts.Origin    // services its errors can come from, without those of local
	Hooks    []*types.Var    // package variables that hold functions which it may hand to a retry
	Recalls  bool            // calls a function that it is given in a loop, for other packages
	doing

	LeaksReceived bool // leaks what it receives itself, as far as it is known what that is
}

// LeaksWith reports whether the function leaks, and what: JSON that it was given as
// well, if it may have been received before, or else what it receives itself.
func (d *Declared) LeaksWith(received bool) bool { return d.LeaksReceived || received && d.Leaks }

// What a function does besides computing its results, as far as its syntax
// tells. Functions without such effects leave no trace of an error.
type doing struct {
	Acts     bool // it does something that others may see
	Advances bool // it changes what it was made for, or receives: two calls give two answers
	Sleeps   bool // it waits for time to pass
}

// A request is what a function says of the requests to the API that it makes.
// Parameters are filled in from its calls of functions that have such.
type request struct {
	facts.Request
	Says    bool            // it says anything of them, or a function of this package that it refers to does
	Dynamic bool            // makes the name of a host
	Acts    bool            // puts the action into a request itself
	Asks    bool            // its parameters name the service, by what it does itself
	Open    bool            // or something that is not known does
	Calls   []*ast.CallExpr // of functions that may say something, given strings
	Senders []*types.Func   // functions of other packages that say something, that it refers to
	Behind  []*types.Func   // that it refers to only by what forwards to them
}
