// Package shadowed has an outer Response that hides the embedded one, as
// ddns-go does: nothing ever fills the Error of a list.
package shadowed

import "encoding/json"

type status struct {
	Response struct {
		Error struct{ Code, Message string }
	}
}

type list struct {
	status
	Response struct{ TotalCount int }
}

func count(body []byte) (int, error) {
	var l list
	if err := json.Unmarshal(body, &l); err != nil { // want `uncheckedresponse: "l" is used, but nothing fills its Response.Error`
		return 0, err
	}
	return l.Response.TotalCount, nil
}

func failed(s status) bool {
	return s.Response.Error.Code == "ResourceNotFond" // want `unknowncode: .* did you mean "ResourceNotFound"`
}
