// Package words knows codes as strings, and nothing of the SDK.
package words

import "strings"

func Head(code string) string {
	head, _, _ := strings.Cut(code, ".")
	return head
}

func First(code string) string { return strings.Split(code, ".")[0] }

func Gone(code string) bool {
	switch code {
	case "InvalidInstanceId.NotFound", "InvalidInstanceId.NotFond":
		return true
	}
	return false
}

func Busy(code string) bool {
	return code == "RequestLimitExceeded" || code == "ResourceInUze"
}

func Away(code string) bool { return code == "InvalidInstanceId.NotFound" }

// Kind tells apart what the program treats alike.
func Kind(code string) string {
	switch code {
	case "InvalidInstanceId.NotFound":
		return "gone"
	case "UnauthorizedOperation":
		return "denied"
	}
	return ""
}

// Offered are codes that a test may look for.
func Offered() []string {
	return []string{"InvalidInstanceId.NotFound", "InvalidInstanceId.Malformd"}
}

// Known is about codes of this cloud and of another.
func Known(code string) bool {
	return code == "InvalidInstanceID.NotFound" || code == "InvalidInstanceId.NotFound"
}

func Right(code string) bool {
	return code == "InvalidInstanceId.NotFound" || strings.HasPrefix(code, "ResourceNotFound")
}
