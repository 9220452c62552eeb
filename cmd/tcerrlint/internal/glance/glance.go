// Package glance tells by a package's path and the bytes of its files, without
// parsing them, that the package can hold neither a finding nor what one
// elsewhere depends on. Parsing and type-checking a package costs far more than
// all that is done with it, and most packages are of that kind.
package glance

import (
	"bytes"
	"strings"

	"github.com/tcerrlint/tcerrlint/internal/sdk"
)

// IsService reports whether the path is that of a service of the SDK.
func IsService(path string) bool {
	_, _, ok := sdk.Service(path)
	return ok
}

// OnlyDeclares reports whether nothing but the declarations of the package of
// that path can decide a finding elsewhere: the SDK's services and the Go
// project's own modules. The standard library is another such case.
func OnlyDeclares(path string) bool {
	return IsService(path) || strings.HasPrefix(path, "golang.org/x/")
}

// NamesSDK reports whether an import path may be that of a package of the SDK, or
// of one that hands its errors on under another name.
func NamesSDK(path string) bool { return strings.Contains(path, "tencentcloud") }

// MayMatter reports whether a file that cannot name an error of the SDK may
// still hold a directive, a function by which others look for a code in a list or
// for an error of a type, one that calls what it is given again, or one that knows
// codes as strings.
func MayMatter(source []byte) bool {
	if bytes.Contains(source, []byte("//tcerrlint:")) || MayDecodeAnswers(source) || mayCallAgain(source) || mayKnowTexts(source) {
		return true
	}
	const begin = "\nfunc "
	for {
		i := bytes.Index(source, []byte(begin))
		if i < 0 {
			return false
		}
		source = source[i+len(begin):]
		if len(source) == 0 || source[0] < 'A' || source[0] > 'Z' {
			continue
		}
		head, _, _ := bytes.Cut(source, []byte("\n"))
		if bytes.Contains(head, []byte(" bool {")) && (bytes.Contains(head, []byte("[]")) || bytes.Contains(head, []byte("...")) ||
			bytes.Contains(head, []byte("map[")) || bytes.Contains(head, []byte("interface{}")) || bytes.Contains(head, []byte("any")) ||
			bytes.Contains(head, []byte(",")) && bytes.Contains(head, []byte("string) bool"))) {
			return true
		}
		if bytes.Contains(head, []byte("](")) && bytes.Contains(head, []byte(" error) (")) && bytes.Contains(head, []byte("bool) {")) {
			return true
		}
	}
}

// mayKnowTexts reports whether a file may have a function that tells others which code
// a string is, or its first segment.
func mayKnowTexts(source []byte) bool {
	about := false
	for line := range bytes.Lines(source) {
		about = about || bytes.HasPrefix(line, []byte("func ")) && bytes.Contains(line, []byte("string"))
	}
	for rest := source; about; {
		_, after, ok := bytes.Cut(rest, []byte(`"`))
		if !ok {
			return bytes.Contains(source, []byte("'.'"))
		}
		text, _, _ := bytes.Cut(after, []byte(`"`))
		if len(text) == 1 && text[0] == '.' || len(text) < maxCode && sdk.KnowsCode(string(text)) {
			return true
		}
		rest = after // what ends one text may begin another
	}
	return false
}

// maxCode is longer than any code.
const maxCode = 200

// mayCallAgain reports whether a file may have an exported function that calls
// another, which it is given, in a loop.
func mayCallAgain(source []byte) bool {
	if !bytes.Contains(source, []byte("\tfor ")) || !bytes.Contains(source, []byte(" func(")) {
		return false
	}
	for line := range bytes.Lines(source) {
		head, ok := bytes.CutPrefix(line, []byte("func "))
		if ok && bytes.Contains(head, []byte(" func(")) && bytes.Contains(head, []byte("error")) {
			return true
		}
	}
	return false
}

// MayDecodeAnswers reports whether a file may have the shape of an answer of the
// API, or read one by keys or paths.
func MayDecodeAnswers(source []byte) bool {
	for _, sign := range []string{"\tResponse ", "{ Response ", "{Response ", "json:\"Response", "\"Response\"", "\"Response.", "`Response."} {
		if bytes.Contains(source, []byte(sign)) {
			return true
		}
	}
	return false
}

// MayServeOthers reports whether a file may have a function that does for other
// packages what those do that have to do with answers of the API. imports is whether one
// of its imports has such functions.
func MayServeOthers(source []byte, imports bool) bool {
	return MayDecodeForOthers(source, imports) || MaySendForOthers(source, imports)
}

// MaySendForOthers reports whether a file may make requests to the API, or have a
// function that sends requests, itself or by one of its imports if they have such
// functions, and returns text or a response.
func MaySendForOthers(source []byte, imports bool) bool {
	for _, sign := range []string{"tencentcloudapi.com", "tc3_request", "X-TC-Action"} {
		if bytes.Contains(source, []byte(sign)) {
			return true
		}
	}
	if !imports && !(bytes.Contains(source, []byte("\"net/http\"")) && sendsHTTP(source)) {
		return false
	}
	for line := range bytes.Lines(source) {
		if !bytes.HasPrefix(line, []byte("func ")) && !bytes.HasPrefix(line, []byte(")")) {
			continue
		}
		line, _, _ = bytes.Cut(bytes.TrimSpace(line), []byte(" {"))
		if bytes.HasSuffix(line, []byte(") (")) {
			return true // the results are on the next lines
		}
		results := line[bytes.LastIndexByte(line, '(')+1:]
		if !bytes.HasSuffix(results, []byte("error)")) {
			continue
		}
		for _, sign := range []string{"[]byte", "string", "Response", ".Read"} {
			if bytes.Contains(results, []byte(sign)) {
				return true
			}
		}
	}
	return false
}

// sendsHTTP reports whether a file may call a function that sends a request.
func sendsHTTP(source []byte) bool {
	for _, sign := range []string{".Do(", ".Get(", ".Head(", ".Post(", ".PostForm(", ".RoundTrip("} {
		if bytes.Contains(source, []byte(sign)) {
			return true
		}
	}
	return false
}

// MayDecodeForOthers reports whether a file may have a function that decodes
// JSON into what it is given: by a JSON package, or by one of its imports if
// they have such functions.
func MayDecodeForOthers(source []byte, decoders bool) bool {
	has := func(sign string) bool { return bytes.Contains(source, []byte(sign)) }
	if !decoders && !((has("json\"") || has("json/v2\"") || has("json-iterator/go\"") || has("sonic\"")) && (has("Unmarshal") || has(".Decode("))) {
		return false
	}
	for _, line := range bytes.Split(source, []byte("\n")) {
		if !bytes.HasPrefix(line, []byte("func ")) {
			continue
		}
		for _, sign := range []string{" any)", " any,", " any]", "interface{}", "interface {}", "](", "]) "} {
			if bytes.Contains(line, []byte(sign)) {
				return true
			}
		}
		if bytes.HasSuffix(line, []byte("(")) || bytes.HasSuffix(line, []byte(",")) {
			return true // the parameters are on the next lines
		}
	}
	return false
}
