package baseline

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
)

// decode decodes one JSON value and nothing after it. A key that is not known or
// stands twice in one object is an error: what a merge left of two baselines must
// not hide findings. It returns the line of an error.
func decode(data []byte, into any) (line int, err error) {
	decoder := json.NewDecoder(bytes.NewReader(data))
	at := func() int { return 1 + bytes.Count(data[:min(int(decoder.InputOffset()), len(data))], []byte("\n")) }
	if err := onlyOnce(decoder); err != nil {
		return at(), sentence(err)
	}
	if _, err := decoder.Token(); !errors.Is(err, io.EOF) {
		return at(), errors.New("text after the end of the baseline; make it anew with -write-baseline")
	}
	decoder = json.NewDecoder(bytes.NewReader(data))
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(into); err != nil {
		return at(), sentence(err)
	}
	return 0, nil
}

func sentence(err error) error {
	if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
		return errors.New("the file ends too early; make it anew with -write-baseline")
	}
	return err
}

// onlyOnce reads one value and returns an error for a key that stands twice in
// one object.
func onlyOnce(decoder *json.Decoder) error {
	token, err := decoder.Token()
	if err != nil {
		return err
	}
	switch token {
	case json.Delim('{'):
		keys := make(map[string]bool)
		for decoder.More() {
			key, err := decoder.Token()
			if err != nil {
				return err
			}
			name, _ := key.(string)
			if keys[name] {
				return fmt.Errorf("the key %.50q stands twice", name)
			}
			keys[name] = true
			if err := onlyOnce(decoder); err != nil {
				return err
			}
		}
	case json.Delim('['):
		for decoder.More() {
			if err := onlyOnce(decoder); err != nil {
				return err
			}
		}
	default:
		return nil
	}
	_, err = decoder.Token()
	return err
}
