package lsp

import (
	"context"
	"encoding/json"
	"path/filepath"
	"slices"
	"strings"

	"github.com/tcerrlint/tcerrlint/analyzer"
)

type initializeParams struct {
	Locale       string             `json:"locale"`
	RootURI      string             `json:"rootUri"`
	Folders      []folder           `json:"workspaceFolders"`
	Capabilities clientCapabilities `json:"capabilities"`
	Options      json.RawMessage    `json:"initializationOptions"`
}

type folder struct {
	URI  string `json:"uri"`
	Name string `json:"name"`
}

type foldersParams struct {
	Event struct {
		Added   []folder `json:"added"`
		Removed []folder `json:"removed"`
	} `json:"event"`
}

// clientCapabilities is what the editor can do, as far as the server asks.
type clientCapabilities struct {
	Workspace struct {
		Configuration bool    `json:"configuration"`
		ApplyEdit     bool    `json:"applyEdit"`
		Settings      dynamic `json:"didChangeConfiguration"`
		Files         dynamic `json:"didChangeWatchedFiles"`
		Diagnostics   refresh `json:"diagnostics"`
		CodeLens      refresh `json:"codeLens"`
	} `json:"workspace"`
	Window struct {
		Progress     bool `json:"workDoneProgress"`
		ShowDocument struct {
			Support bool `json:"support"`
		} `json:"showDocument"`
	} `json:"window"`
	TextDocument struct {
		Diagnostic *struct{} `json:"diagnostic"`
		CodeAction struct {
			Data    bool `json:"dataSupport"`
			Resolve struct {
				Properties []string `json:"properties"`
			} `json:"resolveSupport"`
		} `json:"codeAction"`
	} `json:"textDocument"`
}

type dynamic struct {
	Registration bool `json:"dynamicRegistration"`
}

type refresh struct {
	Support bool `json:"refreshSupport"`
}

// resolves reports whether the editor asks for the edits of an action when it
// needs them.
func (c *clientCapabilities) resolves() bool {
	return c.TextDocument.CodeAction.Data && slices.Contains(c.TextDocument.CodeAction.Resolve.Properties, "edit")
}

type initializeResult struct {
	Capabilities capabilities `json:"capabilities"`
	ServerInfo   serverInfo   `json:"serverInfo"`
}

type serverInfo struct {
	Name    string `json:"name"`
	Version string `json:"version"`
}

type capabilities struct {
	TextDocumentSync   syncOptions           `json:"textDocumentSync"`
	CodeActionProvider codeActionOptions     `json:"codeActionProvider"`
	HoverProvider      bool                  `json:"hoverProvider"`
	CompletionProvider completionOptions     `json:"completionProvider"`
	ExecuteCommand     commandOptions        `json:"executeCommandProvider"`
	Diagnostic         *diagnosticOptions    `json:"diagnosticProvider,omitempty"`
	CodeLens           struct{}              `json:"codeLensProvider"`
	Workspace          workspaceCapabilities `json:"workspace"`
}

type syncOptions struct {
	OpenClose bool `json:"openClose"`
	Change    int  `json:"change"`
	Save      bool `json:"save"`
}

// fullSync asks for the whole text of a document at each change.
const fullSync = 1

type codeActionOptions struct {
	Kinds   []string `json:"codeActionKinds"`
	Resolve bool     `json:"resolveProvider"`
}

type completionOptions struct {
	TriggerCharacters []string `json:"triggerCharacters"`
	ResolveProvider   bool     `json:"resolveProvider"`
}

type commandOptions struct {
	Commands []string `json:"commands"`
	Progress bool     `json:"workDoneProgress"`
}

type diagnosticOptions struct {
	Identifier string `json:"identifier"`
	BetweenAll bool   `json:"interFileDependencies"`
	Workspace  bool   `json:"workspaceDiagnostics"`
	Progress   bool   `json:"workDoneProgress"`
}

type workspaceCapabilities struct {
	Folders struct {
		Supported bool `json:"supported"`
		Changes   bool `json:"changeNotifications"`
	} `json:"workspaceFolders"`
}

// initialize takes what the editor tells of itself, and tells it what the server
// can do.
func (s *server) initialize(p initializeParams) initializeResult {
	s.mu.Lock()
	s.client = p.Capabilities
	if strings.HasPrefix(strings.ToLower(p.Locale), "zh") {
		s.locale = "zh"
	}
	if len(p.Folders) == 0 && p.RootURI != "" {
		p.Folders = []folder{{URI: p.RootURI}}
	}
	s.changeFolders(p.Folders, nil)
	s.mu.Unlock()
	s.configure(map[string]json.RawMessage{"": p.Options})
	result := initializeResult{
		Capabilities: capabilities{
			TextDocumentSync:   syncOptions{OpenClose: true, Change: fullSync, Save: true},
			CodeActionProvider: codeActionOptions{[]string{quickFix, fixAll, rewriting}, p.Capabilities.resolves()},
			HoverProvider:      true,
			CompletionProvider: completionOptions{[]string{"\"", "."}, true},
			ExecuteCommand:     commandOptions{[]string{selectCommand, fixCommand, checkCommand, debugCommand}, true},
		},
		ServerInfo: serverInfo{analyzer.Name, s.Version},
	}
	if p.Capabilities.TextDocument.Diagnostic != nil {
		result.Capabilities.Diagnostic = &diagnosticOptions{analyzer.Name, true, true, true}
	}
	folders := &result.Capabilities.Workspace.Folders
	folders.Supported, folders.Changes = true, true
	return result
}

// changeFolders notes which folders are open. The caller holds the lock.
func (s *server) changeFolders(added, removed []folder) {
	for _, f := range removed {
		name := fileName(f.URI)
		s.folders = slices.DeleteFunc(s.folders, func(other string) bool { return other == name })
		delete(s.settings, name)
	}
	for _, f := range added {
		if name := fileName(f.URI); name != "" && !slices.Contains(s.folders, name) {
			s.folders = append(s.folders, name)
		}
	}
}

// folderOf returns the innermost open folder that a file or folder lies in, or
// "". The caller holds the lock.
func (s *server) folderOf(name string) string {
	best := ""
	for _, f := range s.folders {
		if rel, err := filepath.Rel(f, name); err == nil && filepath.IsLocal(rel) && len(f) > len(best) {
			best = f
		}
	}
	return best
}

type registrationParams struct {
	Registrations []registration `json:"registrations"`
}

type registration struct {
	ID      string `json:"id"`
	Method  string `json:"method"`
	Options any    `json:"registerOptions,omitempty"`
}

type watchOptions struct {
	Watchers []watcher `json:"watchers"`
}

type watcher struct {
	Glob string `json:"globPattern"`
}

// watched are the files that decide what is found, besides the open ones.
var watched = []string{"**/.tcerrlint.yml", "**/.tcerrlint.yaml", "**/go.mod", "**/go.sum", "**/go.work", "**/go.work.sum", "**/vendor/modules.txt", "**/*.go"}

// initialized asks the editor to tell of changes, and for its settings.
func (s *server) initialized(ctx context.Context) {
	var ask []registration
	if s.client.Workspace.Files.Registration {
		var globs []watcher
		for _, glob := range watched {
			globs = append(globs, watcher{glob})
		}
		ask = append(ask, registration{"files", "workspace/didChangeWatchedFiles", watchOptions{globs}})
	}
	if s.client.Workspace.Settings.Registration {
		ask = append(ask, registration{ID: "settings", Method: "workspace/didChangeConfiguration"})
	}
	if len(ask) > 0 {
		if err := s.conn.Call(ctx, "client/registerCapability", registrationParams{ask}, nil); err != nil && ctx.Err() == nil {
			s.log("the editor will not tell of changes: " + err.Error())
		}
	}
	s.askSettings(ctx)
	s.checkAsked(ctx)
}
