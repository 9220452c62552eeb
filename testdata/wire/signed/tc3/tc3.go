// Package tc3 signs requests.
package tc3

import "net/http"

// Sign signs a request.
func Sign(r *http.Request, payload []byte) { r.Header.Set("Authorization", string(payload)) }
