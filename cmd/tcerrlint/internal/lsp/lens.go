package lsp

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/tcerrlint/tcerrlint/analyzer/errormap"
	"github.com/tcerrlint/tcerrlint/cmd/tcerrlint/internal/live"
)

type lensParams struct {
	TextDocument documentID `json:"textDocument"`
}

type lens struct {
	Range   span    `json:"range"`
	Command command `json:"command"`
}

// lenses says above each error whose code a function tests what becomes of the
// critical categories, if the settings ask for it.
func (s *server) lenses(ctx context.Context, p lensParams) ([]lens, error) {
	lenses := []lens{}
	q := s.document(p.TextDocument.URI)
	if q == nil || q.source == nil || !s.settingsOf(q.name).CodeLens {
		return lenses, nil
	}
	look, err := q.source.Look(ctx, q.name, -1, q.texts)
	if err != nil {
		return lenses, nil // not while this does not compile
	}
	for _, t := range look.Errors {
		at, ok := firstIn(q.name, t.Tests)
		title := fatesTitle(t.Tested.Fates, s.language(q.name))
		if !ok || title == "" {
			continue
		}
		shown := lens{q.span(at.Offset, at.Offset), command{Title: title}}
		if where, ok := worst(t); ok && s.client.Window.ShowDocument.Support {
			shown.Command.Command, shown.Command.Arguments = selectCommand, []any{s.locate(q, where)}
		}
		lenses = append(lenses, shown)
	}
	return lenses, nil
}

// firstIn returns the first of some places in a file.
func firstIn(file string, places []live.Place) (first live.Place, ok bool) {
	for _, p := range places {
		if p.File == file && (!ok || p.Offset < first.Offset) {
			first, ok = p, true
		}
	}
	return first, ok
}

// worst returns where a fate is met that the policy forbids, or else the first one.
func worst(t live.Tested) (live.Place, bool) {
	i := slices.IndexFunc(t.Tested.Fates, func(f errormap.SiteFate) bool { return f.Forbidden })
	if i = max(i, 0); i < len(t.Fates) && t.Fates[i].File != "" {
		return t.Fates[i], true
	}
	return live.Place{}, false
}

// locate returns the line of a place.
func (s *server) locate(q *question, p live.Place) location {
	at := position{Line: p.Line - 1}
	if p.File == q.name {
		at = q.span(p.Offset, p.Offset).Start
	}
	return location{fileURI(p.File), span{at, at}}
}

// fateWords name the fates, as docs/map.md does.
var fateWords = map[string]map[errormap.Fate]string{
	"en": {
		errormap.Surfaced: "surfaced", errormap.Handled: "handled", errormap.Success: "taken for success", errormap.Swallowed: "swallowed",
		errormap.Retried: "retried", errormap.Stopped: "stopped", errormap.Logged: "only logged", errormap.Unknown: "not known",
	},
	"zh": {
		errormap.Surfaced: "上报", errormap.Handled: "已处理", errormap.Success: "当作成功", errormap.Swallowed: "被吞掉",
		errormap.Retried: "被重试", errormap.Stopped: "被终止", errormap.Logged: "仅记录日志", errormap.Unknown: "未知",
	},
}

// fatesTitle says what becomes of each category, those first that meet a fate that
// the policy forbids.
func fatesTitle(fates []errormap.SiteFate, lang string) string {
	var order []string
	said, bad := make(map[string][]string), make(map[string]bool)
	for _, f := range fates {
		if said[f.Category] == nil {
			order = append(order, f.Category)
		}
		word := fateWords[lang][f.Fate]
		if f.Forbidden {
			word, bad[f.Category] = word+" ✕", true
		}
		if n := len(f.Codes); n > 0 && lang == "zh" {
			word = fmt.Sprintf("%d 个%s", n, word)
		} else if n > 0 { // not all of the category
			word = fmt.Sprintf("%d %s", n, word)
		}
		if !slices.Contains(said[f.Category], word) {
			said[f.Category] = append(said[f.Category], word)
		}
	}
	slices.SortStableFunc(order, func(a, b string) int {
		if bad[a] == bad[b] {
			return 0
		}
		if bad[a] {
			return -1
		}
		return 1
	})
	var parts []string
	for _, category := range order {
		parts = append(parts, category+": "+strings.Join(said[category], ", "))
	}
	return strings.Join(parts, " · ")
}
