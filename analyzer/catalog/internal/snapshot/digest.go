package snapshot

import (
	"bufio"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"
)

// WriteFacts writes every fact of a sorted snapshot as text, one a line. The
// reader's tests write the same text from catalog.bin; its digest is committed,
// so that the two agree even where the SDK modules are not at hand.
func (s *Snapshot) WriteFacts(w io.Writer) error {
	b := bufio.NewWriter(w)
	for _, kind := range []struct {
		name  string
		codes []string
	}{{"public", s.Public}, {"client", s.Client}, {"undocumented", s.Undocumented}} {
		for _, code := range kind.codes {
			fmt.Fprintf(b, "%s\t%s\n", kind.name, code)
		}
	}
	dead := s.Tombstones()
	for _, code := range slices.Sorted(maps.Keys(dead)) {
		fmt.Fprintf(b, "tombstone\t%s\t%s\n", code, dead[code])
	}
	for _, alias := range slices.Sorted(maps.Keys(s.Aliases)) {
		fmt.Fprintf(b, "alias\t%s\t%s\n", alias, s.Aliases[alias])
	}
	for _, name := range slices.Sorted(maps.Keys(s.Services)) {
		writeService(b, name, s.Services[name])
	}
	return b.Flush()
}

func writeService(w io.Writer, name string, svc *Service) {
	fmt.Fprintf(w, "service\t%s\t%t\t%t\n", name, svc.Known(), svc.Partial())
	for _, p := range svc.Packages {
		fmt.Fprintf(w, "package\t%s\t%s\t%s\n", p.APIVersion, p.Module.Path, p.Module.Version)
		for _, code := range slices.Sorted(maps.Keys(p.Constants)) {
			fmt.Fprintf(w, "in\t%s\n", code)
		}
	}
	actions := map[string][]string{}
	for _, action := range slices.Sorted(maps.Keys(svc.Actions)) {
		for code := range svc.Actions[action] {
			actions[code] = append(actions[code], action)
		}
	}
	for _, code := range svc.Codes() {
		fmt.Fprintf(w, "code\t%s\t%s\t%s\n", code, svc.Constant(code), strings.Join(actions[code], ","))
	}
	for _, code := range slices.Sorted(maps.Keys(svc.Dropped)) {
		fmt.Fprintf(w, "dropped\t%s\t%s\n", code, svc.Dropped[code])
	}
}

// Digest returns the SHA-256 of the facts in hexadecimal.
func (s *Snapshot) Digest() string {
	h := sha256.New()
	if err := s.WriteFacts(h); err != nil {
		return "" // a hash takes every write
	}
	return hex.EncodeToString(h.Sum(nil))
}
