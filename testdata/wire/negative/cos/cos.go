// Package cos decodes the XML of the object storage: other codes.
package cos

import "encoding/xml"

type ErrorResponse struct {
	XMLName xml.Name `xml:"Error"`
	Code    string   `xml:"Code"`
	Message string   `xml:"Message"`
}

type answer struct {
	Response struct {
		Error struct {
			Code string `xml:"Code"`
		} `xml:"Error"`
	} `xml:"Response"`
}

func missing(body []byte) bool {
	var e ErrorResponse
	return xml.Unmarshal(body, &e) == nil && (e.Code == "NoSuchKey" || e.Code == "RequestLimitExceded")
}

func other(body []byte) bool {
	var a answer
	return xml.Unmarshal(body, &a) == nil && a.Response.Error.Code == "RequestLimitExceded"
}
