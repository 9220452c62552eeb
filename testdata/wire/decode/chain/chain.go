// Package chain decodes through another package, and imports no JSON.
package chain

import (
	"net/http"

	"example.com/wire/decode/lib"
)

func Post(url string, out any) error { // want Post:`decodes\(1\)`
	req, err := http.NewRequest(http.MethodPost, url, nil)
	if err != nil {
		return err
	}
	client := &lib.Client{HTTP: http.DefaultClient}
	return client.Do(req, out)
}
