// Package made makes errors of its own of those that come.
package made

import "example.com/everyday/wrapped/made/ask"

// A Failure is an error with its code, if it has one.
type Failure struct {
	Code string
	Err  error
}

func (f *Failure) Error() string { return f.Err.Error() }

// Of makes a Failure of every error.
func Of(err error) *Failure {
	if err == nil {
		return nil
	}
	return &Failure{Code: ask.Code(err), Err: err}
}
