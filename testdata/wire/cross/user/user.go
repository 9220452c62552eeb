// Package user uses a client of another package.
package user

import (
	"errors"
	"net/http"

	"example.com/wire/cross/client"
)

func names(req *http.Request) ([]string, error) {
	var z client.Zones
	if err := client.Do(req, &z); err != nil { // want `uncheckedresponse: "z" is used`
		return nil, err
	}
	return z.Response.Names, nil
}

func gotten(req *http.Request) ([]string, error) {
	z, err := client.Get(req) // want `uncheckedresponse: "Get" is used`
	if err != nil {
		return nil, err
	}
	return z.Response.Names, nil
}

func checked(req *http.Request) ([]string, error) {
	z, err := client.Get(req)
	if err != nil {
		return nil, err
	}
	if err := z.Err(); err != nil {
		return nil, err
	}
	return z.Response.Names, nil
}

func code(z *client.Zones) bool {
	return z.Response.Error != nil && z.Response.Error.Code == "ResourceNotFond" // want `unknowncode: .* did you mean "ResourceNotFound"`
}

func failure(f *client.Failure) bool {
	return f.Code == "ResourceNotFond" // want `unknowncode: .* did you mean "ResourceNotFound"`
}

func own(err error) bool {
	var e *client.APIError
	return errors.As(err, &e) && e.Code == "ResourceNotFond" // want `unknowncode: .* did you mean "ResourceNotFound"`
}

func helper(err error) bool {
	return client.IsCode(err, "ResourceNotFond") // want `unknowncode: .* did you mean "ResourceNotFound"`
}
