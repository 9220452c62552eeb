package lsp

import (
	"context"
	"fmt"
	"go/types"
	"maps"
	"slices"
	"strings"

	"github.com/tcerrlint/tcerrlint/analyzer/catalog"
	"github.com/tcerrlint/tcerrlint/cmd/tcerrlint/internal/live"
)

// Kinds of completions.
const (
	kindValue    = 12
	kindConstant = 21
)

// complete offers codes in a string that is compared with one.
func (s *server) complete(ctx context.Context, p placeParams) (*completionList, error) {
	q, err := s.ask(ctx, p.TextDocument.URI, p.Position)
	if q == nil || err != nil {
		return nil, err
	}
	list := &completionList{Items: []completionItem{}}
	if q.point == nil {
		list.IsIncomplete = true // nothing is loaded yet
		return list, nil
	}
	tested := q.tested(ctx)
	if tested == nil {
		return list, nil
	}
	start := live.LiteralAt(q.text, q.offset).Start
	inside, end := start+1, q.offset
	for end < len(q.text) && isCodeByte(q.text[end]) {
		end++
	}
	if q.offset < inside {
		return list, nil
	}
	whole := -1 // the end of the literal, if it has one
	if end < len(q.text) && q.text[end] == q.text[start] {
		whole = end + 1
	}
	packages := q.point.Imported()
	for i, c := range candidates(tested, packages) {
		// Editors sort what matches more letters first, so the string and the constant
		// begin at the same place.
		code, quote := c.code, string(q.text[start])
		list.Items = append(list.Items, completionItem{
			Label: code, Kind: kindValue, Detail: c.from, FilterText: quote + code, SortText: fmt.Sprintf("%06d", 2*i), Data: completionData{code, q.name},
			TextEdit: textEdit{q.span(start, end), quote + code},
		})
		name, local := constantFor(packages, code, c.service)
		if whole < 0 || name == "" {
			continue
		}
		list.Items = append(list.Items, completionItem{
			Label: local + "." + name, Kind: kindConstant, Detail: code, FilterText: quote + code, SortText: fmt.Sprintf("%06d", 2*i+1), Data: completionData{code, q.name},
			TextEdit: textEdit{q.span(start, whole), local + "." + name},
		})
	}
	return list, nil
}

func isCodeByte(b byte) bool {
	return b == '.' || b == '_' || b >= '0' && b <= '9' || b >= 'A' && b <= 'Z' || b >= 'a' && b <= 'z'
}

// A candidate is a code that may be meant.
type candidate struct {
	code    string
	service string // whose list has it, "" for a public code
	from    string // for the user: "cdn PurgeUrlsCache", "cdn", "public"
}

// candidates returns the codes that are documented for the actions which the
// error came from, then those of the services, then public ones. Where it is not
// known where the error came from, the services are those that the file imports.
func candidates(t *live.Tested, imported map[string]*types.Package) []candidate {
	var all []candidate
	if t.COS {
		for _, c := range catalog.COSCodes() {
			all = append(all, candidate{c.Code, "", "cos"})
		}
		return all
	}
	seen := make(map[catalog.ID]bool)
	add := func(id catalog.ID, service, from string) {
		if _, dropped := catalog.Tombstone(id); !dropped && !seen[id] {
			seen[id] = true
			all = append(all, candidate{id.String(), service, from})
		}
	}
	names := t.Origin.Services
	if len(names) == 0 {
		for _, local := range slices.Sorted(maps.Keys(imported)) {
			names = append(names, live.ServiceOf(imported[local]))
		}
	}
	var services []catalog.Service
	for _, name := range names {
		if service, ok := catalog.ServiceNamed(name); ok {
			services = append(services, service)
		}
	}
	for _, call := range t.Calls {
		for _, service := range services {
			action := strings.TrimSuffix(call.Name, "WithContext")
			ids, _ := service.CodesOfAction(action)
			for _, id := range ids {
				add(id, service.Name(), service.Name()+" "+action)
			}
		}
	}
	for _, service := range services {
		for id := range service.Codes() {
			add(id, service.Name(), service.Name())
		}
	}
	for id := range catalog.ID(catalog.Len()) {
		if id.Kind()&catalog.KindPublic != 0 {
			add(id, "", "public")
		}
	}
	return all
}

// constantFor returns the constant for a code that an imported package of the
// service has, and the name of that package; of any service for "".
func constantFor(packages map[string]*types.Package, code, service string) (name, local string) {
	id, ok := catalog.Lookup(code)
	if !ok {
		return "", ""
	}
	for _, local := range slices.Sorted(maps.Keys(packages)) {
		pkg := packages[local]
		s, ok := catalog.ServiceNamed(live.ServiceOf(pkg))
		if !ok || service != "" && s.Name() != service {
			continue
		}
		if name := catalog.Constant(id, s); name != "" && constantValue(pkg.Scope().Lookup(name)) == code {
			return name, local
		}
	}
	return "", ""
}

// resolveCompletion adds the explanation of a code.
func (s *server) resolveCompletion(_ context.Context, item completionItem) (completionItem, error) {
	if text := s.explanation(item.Data.Code, item.Data.File); text != "" {
		item.Documentation = &markup{"markdown", text}
	}
	return item, nil
}
