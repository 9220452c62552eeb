// Package given hands the JSON that it is given to others.
package given

import "example.com/wire/decode/lib"

type answer struct {
	Response struct {
		Error *struct{ Code, Message string }
		Total int
	}
}

func unmarshalled(data []byte) (int, error) {
	var a answer
	if err := lib.Unmarshal(data, &a); err != nil { // want `uncheckedresponse: "a" is used`
		return 0, err
	}
	return a.Response.Total, nil
}

func value(data []byte) (int, error) {
	a, err := lib.Value[answer](data) // want `uncheckedresponse: "Value" is used`
	if err != nil {
		return 0, err
	}
	return a.Response.Total, nil
}
