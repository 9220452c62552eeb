package lsp

import (
	"context"
	"encoding/json"
	"fmt"
	"io/fs"
	"maps"
	"path/filepath"
	"runtime"
	"slices"
	"strings"

	"github.com/sourcegraph/jsonrpc2"

	"github.com/tcerrlint/tcerrlint/analyzer/catalog"
	"github.com/tcerrlint/tcerrlint/cmd/tcerrlint/internal/finding"
)

// Commands of the server. Editors that have commands of these names for the user
// give them other names.
const (
	selectCommand = "tcerrlint.select"         // puts the cursor on a location
	fixCommand    = "tcerrlint.applyFixes"     // applies all fixes of the document with an address
	checkCommand  = "tcerrlint.checkWorkspace" // checks all packages of the open folders
	debugCommand  = "tcerrlint.debugInformation"
)

type commandParams struct {
	Command   string            `json:"command"`
	Arguments []json.RawMessage `json:"arguments"`
	Token     json.RawMessage   `json:"workDoneToken"`
}

type showParams struct {
	URI       string `json:"uri"`
	TakeFocus bool   `json:"takeFocus"`
	Selection span   `json:"selection"`
}

type applyParams struct {
	Label string        `json:"label"`
	Edit  workspaceEdit `json:"edit"`
}

// execute runs a command that an action named, or the user.
func (s *server) execute(ctx context.Context, p commandParams) (any, error) {
	switch {
	case p.Command == selectCommand && len(p.Arguments) == 1:
		var at location
		if err := json.Unmarshal(p.Arguments[0], &at); err != nil {
			return nil, invalid("%s: %v", p.Command, err)
		}
		return nil, s.conn.Call(ctx, "window/showDocument", showParams{at.URI, true, at.Range}, nil)
	case p.Command == fixCommand && len(p.Arguments) == 1:
		var uri string
		if err := json.Unmarshal(p.Arguments[0], &uri); err != nil {
			return nil, invalid("%s: %v", p.Command, err)
		}
		return nil, s.applyFixes(ctx, uri)
	case p.Command == checkCommand && len(p.Arguments) == 0:
		return nil, s.checkWorkspace(ctx, p.Token)
	case p.Command == debugCommand && len(p.Arguments) == 0:
		return s.debugInformation(), nil
	}
	return nil, invalid("no command %q with %d arguments", p.Command, len(p.Arguments))
}

func invalid(format string, args ...any) error {
	return &jsonrpc2.Error{Code: jsonrpc2.CodeInvalidParams, Message: fmt.Sprintf(format, args...)}
}

// applyFixes has the editor apply all fixes of a document.
func (s *server) applyFixes(ctx context.Context, uri string) error {
	name := fileName(uri)
	s.mu.Lock()
	shown, doc, able := s.found[name], s.documents[name], s.client.Workspace.ApplyEdit
	s.mu.Unlock()
	if !able {
		return invalid("the editor lets nobody edit")
	}
	edits := allFixes(doc.uri, shown)
	if string(shown.text) != string(doc.text) || len(edits) == 0 {
		return nil
	}
	return s.conn.Call(ctx, "workspace/applyEdit", applyParams{"Fix all findings of tcerrlint", workspaceEdit{map[string][]textEdit{uri: edits}}}, nil)
}

// checkAsked checks the folders whose settings ask for it, in place of a check
// that runs for the same reason.
func (s *server) checkAsked(ctx context.Context) {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	wanted := func(own Settings) bool { return own.CheckWorkspace }
	s.mu.Lock()
	asked := slices.ContainsFunc(slices.Collect(maps.Values(s.settings)), wanted)
	if asked {
		if s.recheck != nil {
			s.recheck()
		}
		s.recheck = cancel
	}
	s.mu.Unlock()
	if !asked {
		return
	}
	defer s.whileLong(ctx, "tcerrlint: checking the workspace", cancel)()
	if err := s.checkFolders(ctx, new(job), wanted); err != nil && ctx.Err() == nil {
		s.log(err.Error())
	}
}

// checkWorkspace checks all packages of all open folders.
func (s *server) checkWorkspace(ctx context.Context, token json.RawMessage) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	work, end := s.startJob(ctx, "tcerrlint: checking the workspace", token, cancel)
	defer end()
	return s.checkFolders(ctx, work, func(Settings) bool { return true })
}

// checkFolders checks all packages of the open folders whose settings are wanted.
func (s *server) checkFolders(ctx context.Context, work *job, wanted func(Settings) bool) error {
	if s.Check == nil {
		return invalid("nothing checks a workspace here")
	}
	s.checking.Lock() // one after the other
	defer s.checking.Unlock()
	s.mu.Lock()
	folders := slices.Clone(s.folders)
	s.mu.Unlock()
	folders = slices.DeleteFunc(folders, func(f string) bool { return !wanted(s.settingsOf(f)) })
	var roots []string
	for _, f := range folders {
		roots = append(roots, modules(ctx, f)...)
	}
	slices.Sort(roots)
	roots = slices.Compact(roots)
	for i, root := range roots {
		work.report(root, i, len(roots))
		findings, err := s.Check(ctx, root, strings.Join(s.settingsOf(root).BuildTags, ","))
		if ctx.Err() != nil {
			return &jsonrpc2.Error{Code: serverCancelled, Message: "cancelled"}
		}
		if err != nil {
			s.complain("", err)
		}
		s.widen(root, findings)
	}
	return nil
}

// widen takes what was found in a whole module.
func (s *server) widen(root string, findings []finding.Finding) {
	byFile := make(map[string][]finding.Finding)
	for _, f := range findings {
		byFile[f.Pos.Filename] = append(byFile[f.Pos.Filename], f)
	}
	fresh := convert(root, nil, byFile)
	s.mu.Lock()
	news := make(map[string]bool)
	for name, f := range s.wider {
		if f.root == root {
			delete(s.wider, name)
			news[name] = true
		}
	}
	for name, f := range fresh {
		if _, open := s.documents[name]; !open {
			s.wider[name] = f
			news[name] = true
		}
	}
	s.mu.Unlock()
	s.show(news, nil)
}

// modules returns the folders of modules in a folder, not those of test data, of
// vendored code or hidden ones.
func modules(ctx context.Context, dir string) []string {
	var roots []string
	_ = filepath.WalkDir(dir, func(name string, entry fs.DirEntry, err error) error {
		switch base := filepath.Base(name); {
		case ctx.Err() != nil:
			return ctx.Err()
		case err != nil:
			return fs.SkipDir // somebody else's
		case entry.IsDir() && name != dir && (base == "vendor" || base == "testdata" || base == "node_modules" || base[0] == '.' || base[0] == '_'):
			return fs.SkipDir
		case base == "go.mod" && entry.Type().IsRegular():
			roots = append(roots, filepath.Dir(name))
		}
		return nil
	})
	return roots
}

// debugInformation tells what maintainers ask for.
func (s *server) debugInformation() string {
	var memory runtime.MemStats
	runtime.ReadMemStats(&memory)
	s.mu.Lock()
	defer s.mu.Unlock()
	var b strings.Builder
	fmt.Fprintf(&b, "tcerrlint %s, catalog %s, %s %s/%s\n", s.Version, catalog.Info().Digest, runtime.Version(), runtime.GOOS, runtime.GOARCH)
	fmt.Fprintf(&b, "memory: %d MB in use, %d MB from the system; %d goroutines\n", memory.HeapAlloc>>20, memory.Sys>>20, runtime.NumGoroutine())
	fmt.Fprintf(&b, "requests: %d, work shown: %d\n", len(s.pending), len(s.running))
	for _, f := range append([]string{""}, s.folders...) {
		if own, ok := s.settings[f]; ok || f != "" {
			fmt.Fprintf(&b, "folder %q: %+v\n", f, own)
		}
	}
	for _, root := range slices.Sorted(maps.Keys(s.queues)) {
		fmt.Fprintf(&b, "module %s: %d files loaded\n", root, len(s.sources[root]))
	}
	for _, name := range slices.Sorted(maps.Keys(s.documents)) {
		fmt.Fprintf(&b, "open %s: %d diagnostics\n", name, len(s.known(name).diagnostics))
	}
	return b.String()
}
