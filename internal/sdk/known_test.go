package sdk

import "testing"

func TestKnowsCode(t *testing.T) {
	for text, want := range map[string]bool{
		"InvalidInstanceId.NotFound": true,
		"InternalError":              true,
		"InvalidInstanceId":          true, // a category that is no code
		"NoSuchBucket":               true, // of object storage
		"InvalidInstanceId.NotFond":  false,
		"Invalid":                    false,
		"":                           false,
		"internalError":              false,
		"GET":                        false,
	} {
		if got := KnowsCode(text); got != want {
			t.Errorf("KnowsCode(%q) = %t", text, got)
		}
	}
}
