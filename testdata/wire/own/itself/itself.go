// Package itself returns the Error of the answer as an error.
package itself

import (
	"errors"
	"strings"
	"time"
)

type Error struct { // want Error:`wire\(3\)`
	Code    string `json:"Code"`
	Message string `json:"Message"`
}

func (e *Error) Error() string { return e.Code + ": " + e.Message } // want Error:`looks\(0\)`

type answer struct {
	Response struct {
		Error *Error `json:"Error"`
	} `json:"Response"`
}

func check(a *answer) error {
	if a.Response.Error != nil {
		return a.Response.Error
	}
	return nil
}

func again(a *answer) error {
	err := check(a)
	for try := 0; try < 3; try++ {
		if err = check(a); err == nil {
			return nil
		}
		var e *Error
		if errors.As(err, &e) && !strings.HasPrefix(e.Code, "RequestLimitExceeded") {
			return err
		}
		time.Sleep(time.Second)
	}
	return err
}

func typo(err error) bool {
	e, ok := err.(*Error)
	return ok && e.Code == "InternalErorr" // want `unknowncode: .* did you mean "InternalError"`
}
