// Package signs signs requests, and sends none.
package signs

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"net/http"
	"strings"
)

func seal(key, text string) string {
	h := hmac.New(sha256.New, []byte(key))
	h.Write([]byte(text))
	return hex.EncodeToString(h.Sum(nil))
}

// Sign signs for the service that it is given.
func Sign(req *http.Request, date, service string) { // want Sign:`sender\(scope #2, pending\)`
	scope := date + "/" + service + "/tc3_request"
	req.Header.Set("Authorization", "Credential=id/"+scope+", Signature="+seal("key", scope))
}

// Formatted signs for the service that it is given.
func Formatted(req *http.Request, service, date string) { // want Formatted:`sender\(scope #1, pending\)`
	req.Header.Set("Authorization", fmt.Sprintf("%s/%s/tc3_request", date, service))
}

// Joined returns what is signed.
func Joined(date, service string) string { // want Joined:`sender\(scope #1, pending\)`
	return strings.Join([]string{date, service, "tc3_request"}, "/")
}

// CDN signs for one service.
func CDN(req *http.Request, date string) { // want CDN:`sender\(cdn, scope cdn\)`
	service := "cdn"
	req.Host = service + ".tencentcloudapi.com"
	req.Header.Set("Authorization", date+"/"+service+"/tc3_request")
}

const product = "cvm"

// CVM signs for one service, by another function.
func CVM(req *http.Request, date string) { Sign(req, date, product) } // want CVM:`sender\(cvm, scope cvm\)`

// A Signer signs for one service.
type Signer struct{ id, service string }

// Sign signs for the service that it is given.
func (s Signer) Sign(req *http.Request, service string) { // want Sign:`sender\(scope #1, pending\)`
	req.Header.Set("Authorization", s.id+"/2026-01-01/"+service+"/tc3_request")
}

// Own signs for the service of the signer.
func (s Signer) Own(req *http.Request) { // want Own:`sender\(\?, scope \?\)`
	req.Header.Set("Authorization", s.id+"/2026-01-01/"+s.service+"/tc3_request")
}

// Region signs for a service that a table names.
func Region(req *http.Request, region string) { // want Region:`sender\(\?, scope \?\)`
	service := map[string]string{"ap-guangzhou": "cdn"}[region]
	req.Header.Set("Authorization", "2026-01-01/"+service+"/tc3_request")
}
