// Package tc3 signs requests, and looks into what it is given for others.
package tc3

import (
	"crypto/sha256"
	"encoding/hex"
	"net/http"
)

// Sign signs a request.
func Sign(r *http.Request, payload []byte) error {
	sum := sha256.Sum256(payload)
	r.Header.Set("Authorization", hex.EncodeToString(sum[:]))
	return nil
}

// Note takes whatever there is.
func Note(v any) error { return nil }
